/** Arithmetic of shapes: Python's way to print them, axes, broadcasting, reshaping. */
import { ValueError } from '#errors';
import { sizeOf } from './array-value';
import { AxisError } from './errors';

/** `(2, 3)`, `(None,)`, `()`, as Python prints a tuple. */
export function formatTuple(shape: readonly (number | string | null)[], separator = ', '): string {
  const items = shape.map((item) => item ?? 'None');
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(separator)})`;
}

/** @throws AxisError outside of -ndim … ndim-1 */
export function normalizeAxis(axis: number, ndim: number): number {
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
    throw new AxisError(`axis ${axis} is out of bounds for array of dimension ${ndim}`, {
      hint:
        ndim === 0
          ? 'A single number has no axes.'
          : `Axes run from 0 to ${ndim - 1}, or from -${ndim} to -1 counted from the end.`,
    });
  }
  return axis < 0 ? axis + ndim : axis;
}

/** Sorted and without signs; all axes for undefined or null. @throws ValueError for the same axis twice */
export function normalizeAxes(
  axis: number | readonly number[] | null | undefined,
  ndim: number,
): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: ndim }, (_, i) => i);
  const axes = (typeof axis === 'number' ? [axis] : axis).map((one) => normalizeAxis(one, ndim));
  if (new Set(axes).size < axes.length) throw new ValueError("duplicate value in 'axis'");
  return axes.sort((a, b) => a - b);
}

/** Elements to step over for one step along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

/** The common shape of two arrays in an elementwise operation. @throws ValueError */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const ndim = Math.max(a.length, b.length);
  return Array.from({ length: ndim }, (_, axis) => {
    const x = a[axis - ndim + a.length] ?? 1;
    const y = b[axis - ndim + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw cannotBroadcast(a, b);
    return x === 1 ? y : x;
  });
}

function cannotBroadcast(a: readonly number[], b: readonly number[]): ValueError {
  const shapes = [a, b].map((shape) => `${formatTuple(shape, ',')} `).join('');
  return new ValueError(`operands could not be broadcast together with shapes ${shapes}`, {
    hint: 'Compared from the right, two dimensions must be equal, or one of them 1.',
  });
}

/**
 * Resolves one -1 in the target shape.
 *
 * @throws ValueError when the number of elements does not fit
 */
export function resolveShape(size: number, target: readonly number[]): number[] {
  const unknown = target.filter((dim) => dim === -1).length;
  if (unknown > 1) throw new ValueError('can only specify one unknown dimension');
  if (target.some((dim) => dim < -1)) {
    throw new ValueError('negative dimensions not allowed');
  }
  const known = sizeOf(target.filter((dim) => dim !== -1));
  const shape = target.map((dim) => (dim === -1 ? size / known : dim));
  if (sizeOf(shape) !== size || !shape.every(Number.isInteger)) {
    throw new ValueError(
      `cannot reshape array of size ${size} into shape ${formatTuple(target, ',')}`,
    );
  }
  return shape;
}
