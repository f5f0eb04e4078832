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
  const gradients = new Map<GraphNode, tf.Tensor>();
  const byVariable = new Map<GraphVariable, tf.Tensor>();
  if (plan.onGradientPath.has(loss.node)) {
    gradients.set(loss.node, tf.ones(result.tensor(loss).shape));
  }
  for (const node of plan.nodes.toReversed()) {
    const dy = gradients.get(node);
    if (!dy) continue;
    gradients.delete(node);
    if (node.op === 'ReadVariableOp') accumulate(byVariable, variableOf(node), dy);
    else passBack({ node, dy, plan, result, host }, gradients);
  }
  return byVariable;
}

interface Passing {
  readonly node: GraphNode;
  readonly dy: tf.Tensor;
  readonly plan: Plan;
  readonly result: RunResult;
  readonly host: CallHost;
}

function passBack(at: Passing, gradients: Map<GraphNode, tf.Tensor>): void {
  const { node, dy, plan, result, host } = at;
  const inputs = node.inputs.map((ref) => result.value(ref));
  const call = new OpCall(node, inputs, host);
  const y = result.tensor({ node, index: 0 });
  const byInput = OPS[node.op]!.gradient!({ call, y, dy });
  node.inputs.forEach((input, index) => {
    if (!plan.onGradientPath.has(input.node)) return;
    const compute = byInput[index];
    if (!compute || input.index > 0) throw noGradient(node, index);
    accumulate(gradients, input.node, compute());
  });
}

function accumulate<K>(sums: Map<K, tf.Tensor>, key: K, gradient: tf.Tensor): void {
  const before = sums.get(key);
  sums.set(key, before ? tf.add(before, gradient) : gradient);
}

function noGradient(node: GraphNode, index: number): NotImplementedError {
  return new NotImplementedError(`${node.op} has no gradient for its input ${index}.`, {
    place: node.name,
  });
}
