/**
 * Runs a planned graph, node by node, on tfjs's current backend.
 *
 * Intermediate tensors belong to the caller's `tidy`. The executor owns the uploaded constants until `dispose`.
 */
import { keep, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { PyRuntimeError, PythonError } from '#errors';
import type { Graph, GraphNode, GraphVariable, Shape, TensorRef } from '#graph';
import { NDArray } from '#tensor';
import { OpCall, type CallHost, type Value } from './call';
import { deviceDType } from '../dtypes';
import { upload, uploadConstant } from './transfer';
import { computeOnHost } from './host-ops';
import { OPS } from './ops';
import { type Plan, variableOf } from './plan';
import type { RandomSource } from '../random';
import { streamsOf } from '../streams';
import { ShapeChecker } from './shape-check';

export interface RunInputs {
  readonly feeds: ReadonlyMap<GraphNode, Tensor>;
  readonly variables: ReadonlyMap<GraphVariable, Tensor>;
}

/** Values of one run. */
export class RunResult {
  readonly #values = new Map<GraphNode, readonly Value[]>();
  /** New values of assigned variables; reads of the same run see the old ones. */
  readonly assigned = new Map<GraphVariable, Tensor>();
  readonly #toDevice: (array: NDArray) => Tensor;

  constructor(toDevice: (array: NDArray) => Tensor) {
    this.#toDevice = toDevice;
  }

  set(node: GraphNode, values: readonly Value[]): void {
    this.#values.set(node, values);
  }

  value(ref: TensorRef): Value {
    return this.#values.get(ref.node)![ref.index]!;
  }

  tensor(ref: TensorRef): Tensor {
    const value = this.value(ref);
    return value instanceof NDArray ? this.#toDevice(value) : value;
  }
}

export class Executor implements CallHost {
  readonly random: RandomSource;
  readonly #shapes = new ShapeChecker();
  readonly #streams: ReadonlyMap<GraphNode, number>;
  readonly #constants = new Set<NDArray>();
  readonly #uploaded = new Map<NDArray, Tensor>();

  constructor(graph: Graph, random: RandomSource) {
    this.random = random;
    this.#streams = streamsOf(graph);
    for (const node of graph.nodes) {
      if (node.op === 'Const') this.#constants.add(node.attrs['value'] as NDArray);
    }
  }

  streamOf(node: GraphNode): number {
    return this.#streams.get(node)!;
  }

  toDevice(array: NDArray): Tensor {
    if (!this.#constants.has(array)) return upload(array);
    const known = this.#uploaded.get(array);
    if (known) return known;
    const uploaded = keep(uploadConstant(array));
    this.#uploaded.set(array, uploaded);
    return uploaded;
  }

  run(plan: Plan, inputs: RunInputs): RunResult {
    const result = new RunResult((array) => this.toDevice(array));
    for (const node of plan.nodes) {
      result.set(node, this.#runNode(node, inputs, result));
    }
    return result;
  }

  dispose(): void {
    for (const uploaded of this.#uploaded.values()) uploaded.dispose();
    this.#uploaded.clear();
  }

  #runNode(node: GraphNode, { feeds, variables }: RunInputs, result: RunResult): readonly Value[] {
    switch (node.op) {
      case 'Const':
        return [node.attrs['value'] as NDArray];
      case 'Placeholder':
        return [feeds.get(node) ?? missingFeed(node)];
      case 'ReadVariableOp':
        return [variables.get(variableOf(node))!];
      case 'AssignVariableOp':
        result.assigned.set(variableOf(node), result.tensor(node.inputs[1]!));
        return [];
      case 'VarHandleOp':
      case 'NoOp':
        return [];
      default:
        return this.#runKernel(node, result);
    }
  }

  #runKernel(node: GraphNode, result: RunResult): readonly Value[] {
    if (node.outputs[0]?.dtype === 'resource') return [];
    const inputs = node.inputs.map((ref) => result.value(ref));
    const onHost = computeOnHost(node, inputs);
    if (onHost) return onHost;
    try {
      const call = new OpCall(node, inputs, this);
      const shapes = this.#shapes.shapes(call);
      if (shapes.length > 0 && shapes.every(isEmpty)) return shapes.map(emptyOf(node));
      const output = OPS[node.op]!.run(call);
      return Array.isArray(output) ? output : [output];
    } catch (error) {
      throw named(error, node);
    }
  }
}

function isEmpty(shape: Shape): shape is number[] {
  return shape.includes(0) && !shape.includes(null);
}

/** Nothing to compute; tfjs's kernels for a GPU stumble over it. */
function emptyOf({ outputs }: GraphNode): (shape: number[], output: number) => Value {
  return (shape, output) => tensor([], shape, deviceDType(outputs[output]!.dtype));
}

function missingFeed(node: GraphNode): never {
  throw new PyRuntimeError(`The placeholder ${node.name} was given no array.`, {
    place: node.name,
  });
}

/** Errors of tfjs and of the JavaScript engine do not say which node they are about. */
function named(error: unknown, node: GraphNode): unknown {
  if (!(error instanceof Error) || error instanceof PythonError || error instanceof DOMException) {
    return error;
  }
  return new PyRuntimeError(`${node.op} (${node.name}): ${error.message}`, {
    place: node.name,
    cause: error,
  });
}
