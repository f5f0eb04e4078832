/** Helpers of this room's tests and benchmarks. */
import type { AttrValue, Graph, GraphNode, GraphVariable, TensorRef } from '#graph';
import { DTYPES, type DType, NDArray } from '#tensor';
import type { BackendId, OptimizerSpec, Program, SessionState } from './backend';
import { BACKEND_IDS } from './choice';

/** A tensor as the fixtures write it. */
export interface JsonTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** What is not finite is a word. */
  readonly data: readonly (number | boolean | string)[];
}

export function fromJson({ dtype, shape, data }: JsonTensor): NDArray {
  return array(data.map(Number), shape, dtype);
}

export function array(
  values: readonly number[],
  shape: readonly number[] = [values.length],
  dtype: DType = 'float32',
): NDArray {
  const out = new DTYPES[dtype].array(values.length);
  values.forEach((value, i) => (out[i] = dtype === 'int64' ? BigInt(value) : value));
  return new NDArray(out, shape, dtype);
}

export function numbers(values: NDArray): number[] {
  return Array.from(values.data as ArrayLike<number | bigint>, Number);
}

export function variable(
  path: string,
  shape: readonly number[],
  dtype: DType = 'float32',
): GraphVariable {
  return { path, shape, dtype, trainable: true };
}

/** Nodes written by hand, for ops and attributes that no layer emits. */
export class HandGraph {
  readonly #nodes: GraphNode[] = [];
  readonly #variables: GraphVariable[] = [];

  node(
    op: string,
    inputs: readonly TensorRef[],
    dtype: DType | 'resource',
    rest: Partial<GraphNode> = {},
  ): TensorRef {
    const name = `${op}_${this.#nodes.length}`;
    const outputs = [{ dtype, shape: [] }];
    const node = { name, op, inputs, attrs: {}, outputs, ...rest };
    this.#nodes.push(node);
    return { node, index: 0 };
  }

  constant(value: NDArray): TensorRef {
    return this.node('Const', [], value.dtype, { attrs: { value } as Record<string, AttrValue> });
  }

  read(variable: GraphVariable): TensorRef {
    this.#variables.push(variable);
    const handle = this.node('VarHandleOp', [], 'resource', { variable });
    return this.node('ReadVariableOp', [handle], variable.dtype);
  }

  build(): Graph {
    return { nodes: this.#nodes, variables: this.#variables };
  }
}

/** Rows 0 … count - 1. */
export function firstRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

export function freshState(...variables: readonly NDArray[]): SessionState {
  return { variables, iterations: 0, slots: [] };
}

/** A program that only fetches. */
export function inference(
  graph: Program['graph'],
  feeds: readonly TensorRef[],
  fetches: readonly TensorRef[],
): Program {
  return { graph, feeds, fetches, totals: [] };
}

export function sgd(rate: number): OptimizerSpec {
  return { className: 'SGD', config: { learning_rate: rate } };
}

/** Backends that a test can force where it runs; in a browser WebGPU may be a software adapter. */
export function testableBackends(): readonly BackendId[] {
  return 'document' in globalThis ? BACKEND_IDS : ['wasm', 'cpu'];
}

/** Of numbers around 1. GPUs have approximate sines, exponentials and the like. */
export function toleranceOf(id: BackendId): number {
  return id === 'cpu' || id === 'wasm' || id === 'tfjs-wasm' ? 1e-5 : 2e-4;
}

/** Whether it is one of our own engines, which run what has a plan. */
export function runsPlans(id: BackendId): id is 'wasm' | 'webgpu' {
  return id === 'wasm' || id === 'webgpu';
}
