/** Backpropagation over a graph that has been run: from the loss back to the variables that were read. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import type { GraphNode, GraphVariable, TensorRef } from '#graph';
import { type CallHost, OpCall } from './call';
import type { RunResult } from './executor';
import { OPS } from './ops';
import { type Plan, variableOf } from './plan';

/** Gradients of the loss, by variable; a variable that the loss does not depend on is absent. */
export function backpropagate(
  plan: Plan,
  result: RunResult,
  loss: TensorRef,
  host: CallHost,
): Map<GraphVariable, tf.Tensor> {
  const gradients = new Map<GraphNode, OutputGradients>();
  const byVariable = new Map<GraphVariable, tf.Tensor>();
  if (plan.onGradientPath.has(loss.node)) {
    add(gradients, loss, tf.ones(result.tensor(loss).shape));
  }
  for (const node of plan.nodes.toReversed()) {
    const dys = gradients.get(node);
    if (!dys) continue;
    gradients.delete(node);
    if (node.op === 'ReadVariableOp') addTo(byVariable, variableOf(node), dys[0]!);
    else passBack({ node, dys, plan, result, host }, gradients);
  }
  return byVariable;
}

/** By output; undefined where none has arrived. */
type OutputGradients = (tf.Tensor | undefined)[];

interface Passing {
  readonly node: GraphNode;
  readonly dys: OutputGradients;
  readonly plan: Plan;
  readonly result: RunResult;
  readonly host: CallHost;
}

function passBack(at: Passing, gradients: Map<GraphNode, OutputGradients>): void {
  const { node, dys, plan, result, host } = at;
  const { gradient, isThroughAll } = OPS[node.op]!;
  const strange = isThroughAll ? -1 : dys.findIndex((dy, index) => dy && index > 0);
  if (strange > 0) throw noGradient(node, `from its output ${strange}`);
  const inputs = node.inputs.map((ref) => result.value(ref));
  const call = new OpCall(node, inputs, host);
  const y = result.tensor({ node, index: 0 });
  const byInput = gradient!({ call, y, dy: dys[0] ?? tf.zerosLike(y), dys });
  node.inputs.forEach((input, index) => {
    if (!plan.onGradientPath.has(input.node)) return;
    const compute = byInput[index];
    if (!compute) throw noGradient(node, `for its input ${index}`);
    add(gradients, input, compute());
  });
}

function add(sums: Map<GraphNode, OutputGradients>, ref: TensorRef, gradient: tf.Tensor): void {
  const outputs = sums.get(ref.node) ?? [];
  const before = outputs[ref.index];
  outputs[ref.index] = before ? tf.add(before, gradient) : gradient;
  sums.set(ref.node, outputs);
}

function addTo<K>(sums: Map<K, tf.Tensor>, key: K, gradient: tf.Tensor): void {
  const before = sums.get(key);
  sums.set(key, before ? tf.add(before, gradient) : gradient);
}

function noGradient(node: GraphNode, where: string): NotImplementedError {
  return new NotImplementedError(`${node.op} has no gradient ${where}.`, {
    place: node.name,
    hint: 'Freeze what lies before it, for example with trainable: false.',
  });
}
