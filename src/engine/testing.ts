/** Hand-made graphs for this room's tests and benchmarks. */
import type { AttrValue, Graph, GraphNode, GraphVariable, TensorRef, TensorSpec } from '#graph';
import { type DType, NDArray } from '#tensor';

export class TestVariable implements GraphVariable {
  constructor(
    readonly path: string,
    readonly shape: readonly number[],
    readonly dtype: DType = 'float32',
    readonly trainable = true,
  ) {}
}

export function floats(
  values: readonly number[],
  shape: readonly number[] = [values.length],
): NDArray {
  return new NDArray(Float32Array.from(values), shape, 'float32');
}

export function ints(
  values: readonly number[],
  shape: readonly number[] = [values.length],
): NDArray {
  return new NDArray(Int32Array.from(values), shape, 'int32');
}

export function bools(
  values: readonly number[],
  shape: readonly number[] = [values.length],
): NDArray {
  return new NDArray(Uint8Array.from(values), shape, 'bool');
}

/** Adds nodes in order; output shapes are left open, since the executor takes them from the tensors. */
export class TestGraph {
  readonly nodes: GraphNode[] = [];
  readonly variables: GraphVariable[] = [];

  node(
    op: string,
    inputs: readonly TensorRef[] = [],
    attrs: Record<string, AttrValue> = {},
    output: Partial<TensorSpec> = {},
    variable?: GraphVariable,
  ): TensorRef {
    const first = inputs.find(({ node }) => node.outputs[0]?.dtype !== 'resource');
    const spec: TensorSpec = {
      dtype: output.dtype ?? first?.node.outputs[first.index]!.dtype ?? 'float32',
      shape: output.shape ?? [],
    };
    const node: GraphNode = {
      name: `${op}_${this.nodes.length}`,
      op,
      inputs,
      attrs,
      outputs: [spec],
      ...(variable ? { variable } : {}),
    };
    this.nodes.push(node);
    return { node, index: 0 };
  }

  constant(value: NDArray): TensorRef {
    return this.node('Const', [], { value }, value);
  }

  input(shape: TensorSpec['shape'], dtype: DType = 'float32'): TensorRef {
    return this.node('Placeholder', [], {}, { dtype, shape });
  }

  handle(variable: GraphVariable): TensorRef {
    if (!this.variables.includes(variable)) this.variables.push(variable);
    return this.node('VarHandleOp', [], {}, { dtype: 'resource' }, variable);
  }

  read(variable: GraphVariable): TensorRef {
    return this.node('ReadVariableOp', [this.handle(variable)], {}, variable);
  }

  assign(variable: GraphVariable, value: TensorRef): void {
    this.node('AssignVariableOp', [this.handle(variable), value]);
  }

  get graph(): Graph {
    return { nodes: this.nodes, variables: this.variables };
  }
}

/** Rows 0 … count - 1. */
export function firstRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}
