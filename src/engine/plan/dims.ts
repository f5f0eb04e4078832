/** Shapes whose first dimension may grow with the batch, and what broadcasting makes of them. */
import type { Count } from './plan';

export type Dims = readonly Count[];

export const ONE: Count = { each: 1, isBatched: false };

export function fixed(each: number): Count {
  return { each, isBatched: false };
}

/** Elements of a tensor of these dimensions. */
export function product(dims: Dims): Count {
  return {
    each: dims.reduce((total, { each }) => total * each, 1),
    isBatched: dims.some(({ isBatched }) => isBatched),
  };
}

/** As `product` for dimensions that do not grow. */
export function sizeOf(dims: Dims): number {
  return product(dims).each;
}

export function isSame(a: Count, b: Count): boolean {
  return a.each === b.each && a.isBatched === b.isBatched;
}

/** How one loop runs over tensors of different shapes. */
export interface Walk {
  /** From the outside in; at least one. */
  readonly dims: Dims;
  /** For each tensor its steps, 0 where it is repeated. */
  readonly strides: readonly (readonly number[])[];
}

/** The fewest loops over `out` that all operands, broadcast as in NumPy, can be read in. */
export function walkOver(out: Dims, operands: readonly Dims[]): Walk {
  const columns = operands.map((operand) => stridesIn(out, operand));
  const dims: Count[] = [];
  const strides: number[][] = operands.map(() => []);
  out.forEach((dim, axis) => {
    if (isSame(dim, ONE)) return;
    const last = dims.length - 1;
    const merges =
      last >= 0 &&
      columns.every((column, i) => strides[i]![last] === column[axis]! * dim.each) &&
      !dim.isBatched;
    if (merges) dims[last] = product([dims[last]!, dim]);
    else dims.push(dim);
    const at = dims.length - 1;
    strides.forEach((steps, i) => (steps[at] = columns[i]![axis]!));
  });
  return dims.length > 0 ? { dims, strides } : { dims: [ONE], strides: operands.map(() => [1]) };
}

/** Of an operand, for every axis of the result. */
function stridesIn(out: Dims, operand: Dims): number[] {
  const missing = out.length - operand.length;
  let step = 1;
  const strides = out.map(() => 0);
  for (let axis = out.length - 1; axis >= missing; axis--) {
    const dim = operand[axis - missing]!;
    if (!isSame(dim, ONE)) strides[axis] = step;
    step *= dim.each;
  }
  return strides;
}

/** Axes counted from the front, in order, each once. */
export function positiveAxes(axes: readonly number[], rank: number): number[] {
  return [...new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)))].sort((a, b) => a - b);
}

/** The permutation that undoes this one. */
export function inverse(permutation: readonly number[]): number[] {
  const undo: number[] = [];
  permutation.forEach((from, to) => (undo[from] = to));
  return undo;
}
