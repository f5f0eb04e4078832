/**
 * A tensor of a graph that is being traced. Nothing is computed: each method adds a node and returns its output.
 * Python's operators are methods here: `x * 2 + y` is `x.mul(2).add(y)`.
 */
import { PyTypeError } from '#errors';
import { NDArray, type DType } from '#tensor';
import type { GraphBuilder } from './builder';
import type { ConstantValue } from './constant';
import type { Attrs } from './attr-declaration';
import type { GraphNode, GraphVariable, Shape, TensorRef } from './graph';

/** What can stand where a tensor is wanted: numbers and arrays become constants, variables are read. */
export type Operand = SymbolicTensor | ConstantValue | GraphVariable;

export interface ReduceOptions {
  /** Dimension or dimensions to fold; negative counts from the end. Default: all. */
  readonly axis?: number | readonly number[] | null;
  /** Keep the folded dimensions as 1. Default: false. */
  readonly keepdims?: boolean;
}

export class SymbolicTensor implements TensorRef {
  readonly node: GraphNode;
  readonly index: number;
  /** The graph that it belongs to. */
  readonly builder: GraphBuilder;

  constructor(builder: GraphBuilder, node: GraphNode, index = 0) {
    this.builder = builder;
    this.node = node;
    this.index = index;
  }

  get dtype(): DType {
    return this.node.outputs[this.index]!.dtype as DType;
  }

  /** Static shape; `null` where the size is not known before running, as the batch. */
  get shape(): Shape {
    return this.node.outputs[this.index]!.shape;
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** Element by element, with NumPy's broadcasting: `x + y`. */
  add(y: Operand): SymbolicTensor {
    return this.#op('AddV2', y);
  }
  /** `x - y` */
  sub(y: Operand): SymbolicTensor {
    return this.#op('Sub', y);
  }
  /** `x * y` */
  mul(y: Operand): SymbolicTensor {
    return this.#op('Mul', y);
  }
  /** `x / y`. Integers become floats first (up to 16 bits float32, else float64), as in Python. */
  div(y: Operand): SymbolicTensor {
    const float = DIVISION_DTYPES[this.dtype];
    if (!float) return this.#op('RealDiv', y);
    const divisor = this.builder.tensor(y, this.dtype).astype(float);
    return this.astype(float).#op('RealDiv', divisor);
  }
  /** `x // y` */
  floordiv(y: Operand): SymbolicTensor {
    return this.#op('FloorDiv', y);
  }
  /** `x % y`, with the divisor's sign as in Python. */
  mod(y: Operand): SymbolicTensor {
    return this.#op('FloorMod', y);
  }
  /** `x ** y` */
  pow(y: Operand): SymbolicTensor {
    return this.#op('Pow', y);
  }
  /** `x @ y`: rank 2 by rank 2, or stacks of matrices. */
  matmul(y: Operand): SymbolicTensor {
    const right = this.builder.tensor(y, this.dtype);
    const isStack = this.ndim > 2 || right.ndim > 2;
    return this.#op(isStack ? 'BatchMatMulV2' : 'MatMul', right);
  }
  /** `-x` */
  neg(): SymbolicTensor {
    return this.#op('Neg');
  }
  abs(): SymbolicTensor {
    return this.#op('Abs');
  }
  exp(): SymbolicTensor {
    return this.#op('Exp');
  }
  log(): SymbolicTensor {
    return this.#op('Log');
  }
  sqrt(): SymbolicTensor {
    return this.#op('Sqrt');
  }
  square(): SymbolicTensor {
    return this.#op('Square');
  }

  /** `x == y` */
  equal(y: Operand): SymbolicTensor {
    return this.#op('Equal', y);
  }
  /** `x != y` */
  not_equal(y: Operand): SymbolicTensor {
    return this.#op('NotEqual', y);
  }
  /** `x > y` */
  greater(y: Operand): SymbolicTensor {
    return this.#op('Greater', y);
  }
  /** `x >= y` */
  greater_equal(y: Operand): SymbolicTensor {
    return this.#op('GreaterEqual', y);
  }
  /** `x < y` */
  less(y: Operand): SymbolicTensor {
    return this.#op('Less', y);
  }
  /** `x <= y` */
  less_equal(y: Operand): SymbolicTensor {
    return this.#op('LessEqual', y);
  }
  /** `x & y` of booleans. */
  logical_and(y: Operand): SymbolicTensor {
    return this.#op('LogicalAnd', y);
  }
  /** `x | y` of booleans. */
  logical_or(y: Operand): SymbolicTensor {
    return this.#op('LogicalOr', y);
  }
  /** `~x` of booleans. */
  logical_not(): SymbolicTensor {
    return this.#op('LogicalNot');
  }

  /** Converts the elements; the tensor itself where it has the dtype already. */
  astype(dtype: DType): SymbolicTensor {
    if (dtype === this.dtype) return this;
    return this.builder.addNode('Cast', [this], { DstT: { type: dtype } });
  }
  /** `tf.cast(x, dtype)` */
  cast(dtype: DType): SymbolicTensor {
    return this.astype(dtype);
  }
  /** @param shape sizes, one of which may be -1 (or null) and is then worked out */
  reshape(shape: Shape): SymbolicTensor {
    return this.#op('Reshape', int32(shape.map((dim) => dim ?? -1)));
  }
  /** @param perm the new order of the dimensions; default: reversed */
  transpose(perm?: readonly number[]): SymbolicTensor {
    return this.#op('Transpose', int32(perm ?? this.shape.map((_, i) => this.ndim - 1 - i)));
  }
  /** Inserts a dimension of 1. */
  expand_dims(axis: number): SymbolicTensor {
    return this.#op('ExpandDims', axis);
  }
  /** Drops dimensions of 1: all of them, or those named. */
  squeeze(axis?: number | readonly number[]): SymbolicTensor {
    const dims = axis === undefined ? [] : [axis].flat();
    return this.builder.addNode('Squeeze', [this], { squeeze_dims: dims });
  }

  mean(options: ReduceOptions = {}): SymbolicTensor {
    return this.#reduce('Mean', options);
  }
  sum(options: ReduceOptions = {}): SymbolicTensor {
    return this.#reduce('Sum', options);
  }
  max(options: ReduceOptions = {}): SymbolicTensor {
    return this.#reduce('Max', options);
  }
  min(options: ReduceOptions = {}): SymbolicTensor {
    return this.#reduce('Min', options);
  }
  prod(options: ReduceOptions = {}): SymbolicTensor {
    return this.#reduce('Prod', options);
  }
  all(options: ReduceOptions = {}): SymbolicTensor {
    return this.#reduce('All', options);
  }
  any(options: ReduceOptions = {}): SymbolicTensor {
    return this.#reduce('Any', options);
  }
  /** Index of the largest element along a dimension. */
  argmax(axis = -1, outputType: 'int32' | 'int64' = 'int64'): SymbolicTensor {
    return this.builder.addNode('ArgMax', [this, axis], { output_type: { type: outputType } });
  }

  /** `x[start:stop]` along the first dimension. */
  slice(start: number, stop?: number): SymbolicTensor {
    const attrs = { begin_mask: 0, end_mask: stop === undefined ? 1 : 0 };
    return this.#strided([start], [stop ?? 0], attrs);
  }
  /** `x[i]` (or `x[i, j, …]`): picks along the first dimensions and drops them. */
  at(...indices: readonly number[]): SymbolicTensor {
    const stop = indices.map((index) => index + 1);
    const open = indices.map((index, i) => (index === -1 ? 1 << i : 0));
    return this.#strided(indices, stop, {
      end_mask: open.reduce((mask, bit) => mask | bit, 0),
      shrink_axis_mask: (1 << indices.length) - 1,
    });
  }

  /** @throws TypeError where JavaScript's operators would make NaN or text of a tensor */
  [Symbol.toPrimitive](wanted: 'number' | 'string' | 'default'): string {
    if (wanted === 'string') return `Tensor("${this.node.name}:${this.index}")`;
    throw new PyTypeError('A tensor of a graph has no value that an operator could use.', {
      place: this.node.name,
      hint: 'TypeScript has no operators for tensors: write x.div(255), x.add(y), x.less(y).',
    });
  }

  #strided(begin: readonly number[], end: readonly number[], attrs: Attrs): SymbolicTensor {
    const strides = begin.map(() => 1);
    return this.builder.addNode(
      'StridedSlice',
      [this, int32(begin), int32(end), int32(strides)],
      attrs,
      'strided_slice',
    );
  }

  #reduce(op: string, { axis, keepdims = false }: ReduceOptions): SymbolicTensor {
    const all = this.shape.map((_, i) => i);
    const axes = axis === undefined || axis === null ? int32(all) : axis;
    const indices = typeof axes === 'number' || axes instanceof NDArray ? axes : int32(axes);
    return this.builder.addNode(op, [this, indices], { keep_dims: keepdims });
  }

  #op(op: string, ...operands: readonly Operand[]): SymbolicTensor {
    return this.builder.addNode(op, [this, ...operands]);
  }
}

const DIVISION_DTYPES: Partial<Record<DType, DType>> = {
  uint8: 'float32',
  int8: 'float32',
  uint16: 'float32',
  int16: 'float32',
  int32: 'float64',
  int64: 'float64',
  uint32: 'float64',
};

function int32(values: readonly number[]): NDArray {
  return new NDArray(Int32Array.from(values), [values.length], 'int32');
}
