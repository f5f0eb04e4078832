/** Static shapes as TensorFlow's shape functions see them: merging, broadcasting, printing. */
import type { Shape } from './graph';

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
