/** Arithmetic of shapes and positions. */
import { elementCount } from '../../element-types';

/** An array seen as [before, size of the axis, after]. */
interface Split3 {
  readonly before: number;
  readonly size: number;
  readonly after: number;
}

export function splitAt(shape: readonly number[], axis: number): Split3 {
  return {
    before: elementCount(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    after: elementCount(shape.slice(axis + 1)),
  };
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** The axis counted from the front; undefined when it is not there. */
export function axisOf(axis: number, rank: number): number | undefined {
  if (axis < -rank || axis >= rank) return undefined;
  return axis < 0 ? axis + rank : axis;
}
