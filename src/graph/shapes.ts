/** Static shapes as TensorFlow's shape functions see them: merging, broadcasting, printing. */
import type { Shape, TensorSpec } from './graph';

export type Dim = number | null;

/** A shape function's complaint; the builder adds the node it is about. */
export class ShapeError extends Error {}

/** `[?,784]`, as TensorFlow's messages print shapes. */
export function printShape(shape: Shape): string {
  return `[${shape.map((dim) => dim ?? '?').join(',')}]`;
}

/** The dimension that both agree on. */
export function mergeDim(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  if (b !== null && a !== b)
    throw new ShapeError(`Dimensions must be equal, but are ${a} and ${b}`);
  return a;
}

/** The shape that both agree on, dimension by dimension. */
export function mergeShapes(a: Shape, b: Shape): Shape {
  if (a.length !== b.length)
    throw new ShapeError(`Shapes must be equal rank, but are ${a.length} and ${b.length}`);
  return a.map((dim, i) => {
    const other = b[i]!;
    if (dim !== null && other !== null && dim !== other)
      throw new ShapeError(
        `Dimension ${i} in both shapes must be equal, but are ${dim} and ${other}. Shapes are ${printShape(a)} and ${printShape(b)}.`,
      );
    return dim ?? other;
  });
}

/** Whether a tensor of the one shape may stand where the other is wanted: unknown sizes fit all. */
export function fitsShape(shape: Shape, wanted: Shape): boolean {
  return (
    shape.length === wanted.length &&
    wanted.every((dim, i) => dim === null || shape[i] === null || dim === shape[i])
  );
}

/** The axis counted from the front. */
export function positiveAxis(axis: number, rank: number): number {
  if (axis >= rank || axis < -rank)
    throw new ShapeError(`Dimension ${axis} must be in the range [${-rank}, ${rank})`);
  return axis < 0 ? axis + rank : axis;
}

/** NumPy's broadcasting; an unknown dimension against one above 1 gives the known one. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = i < rank - a.length ? 1 : a[i - rank + a.length]!;
    const right = i < rank - b.length ? 1 : b[i - rank + b.length]!;
    if (left === 1) return right;
    if (right === 1) return left;
    return mergeDim(left, right);
  });
}

export function requireRank(shape: Shape, rank: number): void {
  if (shape.length !== rank)
    throw new ShapeError(`Shape must be rank ${rank} but is rank ${shape.length}`);
}

export function requireRankAtLeast(shape: Shape, rank: number): void {
  if (shape.length < rank)
    throw new ShapeError(`Shape must be at least rank ${rank} but is rank ${shape.length}`);
}

/** Number of elements, or null where a dimension is unknown. */
export function elementCount(shape: Shape): number | null {
  return shape.reduce<number | null>(
    (product, dim) => (product === null || dim === null ? null : product * dim),
    1,
  );
}

/** Most elements that one tensor may have: more would not fit a browser's memory. */
const MOST_ELEMENTS = 2 ** 28;

/** Refuses shapes whose known dimensions alone are too many elements. */
export function checkSizes(outputs: readonly TensorSpec[]): void {
  for (const { shape } of outputs) {
    const least = shape.reduce<number>((product, dim) => product * (dim ?? 1), 1);
    if (least > MOST_ELEMENTS)
      throw new ShapeError(
        `A tensor of shape ${printShape(shape)} has more than the ${MOST_ELEMENTS} elements that fit here`,
      );
  }
}
