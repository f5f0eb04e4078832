/** Writes operations one behind the other; each method makes the tensor that it returns. */
import { type Dims, ONE, product, sizeOf, walkOver, type Walk } from './dims';
import { NotCovered } from './not-covered';
import type {
  BinaryFunction,
  Count,
  PlanOp,
  PlanTensor,
  Reduce,
  UnaryFunction,
  UnaryGradient,
} from './plan';
import type { TensorTable } from './tensor-table';

/** Of loops over operands and of transposes. */
const MOST_DIMS = 5;

type Written = Exclude<PlanOp, { kind: 'update' | 'assign' | 'denseWeightGradient' }>;
type WithoutOut<Op> = Op extends unknown ? Omit<Op, 'out'> : never;

export class OpWriter {
  readonly ops: PlanOp[] = [];
  readonly table: TensorTable;
  /** What tensors are called. */
  name = '';

  constructor(table: TensorTable) {
    this.table = table;
  }

  /** Any operation with one result. */
  write(op: WithoutOut<Written>, count: Count): PlanTensor {
    const out = this.table.add(this.name, count, 'computed');
    this.ops.push({ ...op, out } as PlanOp);
    return out;
  }

  unary(fn: UnaryFunction, x: PlanTensor, alpha?: number): PlanTensor {
    const { count } = x;
    return this.write(
      { kind: 'unary', fn, ...(alpha === undefined ? {} : { alpha }), x, count },
      count,
    );
  }

  unaryGradient(op: Pick<UnaryGradient, 'fn' | 'alpha' | 'x' | 'y' | 'gradient'>): PlanTensor {
    const { count } = op.gradient;
    return this.write({ kind: 'unaryGradient', ...op, count }, count);
  }

  /** Operands broadcast to `out`. */
  binary(fn: BinaryFunction, out: Dims, a: Operand, b: Operand): PlanTensor {
    return this.binaryOver(fn, this.walk(out, [a.dims, b.dims]), a.tensor, b.tensor);
  }

  binaryOver(
    fn: BinaryFunction,
    { dims, strides: [aStrides, bStrides] }: Walk,
    a: PlanTensor,
    b: PlanTensor,
  ): PlanTensor {
    const over = { dims, aStrides: aStrides!, bStrides: bStrides! };
    return this.write({ kind: 'binary', fn, a, b, ...over }, product(dims));
  }

  /** Of two tensors of one shape. */
  both(fn: BinaryFunction, a: PlanTensor, b: PlanTensor): PlanTensor {
    return this.binaryOver(fn, { dims: [a.count], strides: [[1], [1]] }, a, b);
  }

  /** With a number on the right. */
  withNumber(fn: BinaryFunction, a: PlanTensor, value: number): PlanTensor {
    return this.binaryOver(
      fn,
      { dims: [a.count], strides: [[1], [0]] },
      a,
      this.table.scalar(value),
    );
  }

  select(walk: Walk, condition: PlanTensor, a: PlanTensor, b: PlanTensor): PlanTensor {
    const [conditionStrides, aStrides, bStrides] = walk.strides as [number[], number[], number[]];
    const { dims } = walk;
    const over = { dims, conditionStrides, aStrides, bStrides };
    return this.write({ kind: 'select', condition, a, b, ...over }, product(dims));
  }

  /** Folds the axes `from` up to `to` away. */
  reduce(fn: Reduce['fn'], x: PlanTensor, dims: Dims, from: number, to: number): PlanTensor {
    const outer = product(dims.slice(0, from));
    const reduced = product(dims.slice(from, to));
    const inner = sizeOf(dims.slice(to));
    return this.write(
      { kind: 'reduce', fn, x, outer, reduced, inner },
      product([outer, { each: inner, isBatched: false }]),
    );
  }

  broadcast(x: PlanTensor, at: BroadcastSpec): PlanTensor {
    const { outer, repeated, inner, isMean = false } = at;
    const count = product([outer, repeated, { each: inner, isBatched: false }]);
    return this.write({ kind: 'broadcast', x, outer, repeated, inner, isMean }, count);
  }

  copy(x: PlanTensor): PlanTensor {
    return this.broadcast(x, { outer: x.count, repeated: ONE, inner: 1 });
  }

  /** A tensor of one value. */
  filled(value: number, count: Count): PlanTensor {
    const scalar = this.table.scalar(value);
    return this.broadcast(scalar, { outer: ONE, repeated: count, inner: 1 });
  }

  /** The same tensor where nothing moves. */
  transpose(x: PlanTensor, dims: Dims, permutation: readonly number[]): PlanTensor {
    const merged = mergeAxes(dims, permutation);
    if (merged.dims.length <= 1) return x;
    if (merged.permutation.length > MOST_DIMS) throw new NotCovered('transpose of many dimensions');
    return this.write({ kind: 'transpose', x, ...merged }, x.count);
  }

  walk(out: Dims, operands: readonly Dims[]): Walk {
    const walk = walkOver(out, operands);
    if (walk.dims.length > MOST_DIMS) throw new NotCovered('broadcasting over many dimensions');
    if (walk.dims.slice(1).some(({ isBatched }) => isBatched)) throw new NotCovered(BATCH_INSIDE);
    return walk;
  }
}

const BATCH_INSIDE = 'a batch that is not the first dimension';

export interface Operand {
  readonly tensor: PlanTensor;
  readonly dims: Dims;
}

interface BroadcastSpec {
  readonly outer: Count;
  readonly repeated: Count;
  readonly inner: number;
  readonly isMean?: boolean;
}

/** Drops axes of one element and joins those that stay neighbours. */
function mergeAxes(
  dims: Dims,
  permutation: readonly number[],
): { dims: Count[]; permutation: number[] } {
  const isOne = (axis: number) => dims[axis]!.each === 1 && !dims[axis]!.isBatched;
  const groups: number[][] = [];
  for (const axis of permutation.filter((at) => !isOne(at))) {
    const last = groups.at(-1);
    const follows = last !== undefined && between(last.at(-1)!, axis).every(isOne);
    if (follows && last.at(-1)! < axis) last.push(axis);
    else groups.push([axis]);
  }
  const sorted = [...groups].sort((a, b) => a[0]! - b[0]!);
  const toSorted = groups.map((group) => sorted.indexOf(group));
  return {
    dims: sorted.map((group) => product(group.map((axis) => dims[axis]!))),
    permutation: toSorted,
  };
}

function between(a: number, b: number): number[] {
  return Array.from({ length: Math.max(0, b - a - 1) }, (_, i) => a + 1 + i);
}
