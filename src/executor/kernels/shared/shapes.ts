/** Arithmetic of shapes and positions. */

/** Elements to step over for one step along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

/** An array seen as [before, size of the axis, after]. */
export interface Split3 {
  readonly before: number;
  readonly size: number;
  readonly after: number;
}

export function splitAt(shape: readonly number[], axis: number): Split3 {
  const product = (part: readonly number[]): number => part.reduce((all, size) => all * size, 1);
  return {
    before: product(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    after: product(shape.slice(axis + 1)),
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
