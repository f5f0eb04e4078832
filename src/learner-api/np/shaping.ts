/** `np` functions that give the same elements another shape. */
import type { NDArray } from '#tensor';
import { checkOptions } from '../python/options';
import { asArray, shapeOf, type ArrayLike, type Size } from './arguments';
import { axisOf } from './creation';

/** `np.expand_dims(a, axis)`: with a new axis of length 1 there, as a model wants one image. */
export function expand_dims(a: ArrayLike, axis: number | { readonly axis?: number }): NDArray {
  return asArray(a).expand_dims(axisOf('expand_dims', axis, 0));
}

/** `np.reshape(a, shape)`: one length may be -1. */
export function reshape(a: ArrayLike, shape: Size): NDArray {
  return asArray(a).reshape(shapeOf(shape));
}

/** `np.squeeze(a, axis=None)`: without axes of length 1, or without the given ones. */
export function squeeze(
  a: ArrayLike,
  axis?: number | readonly number[] | { readonly axis?: number | readonly number[] | null },
): NDArray {
  if (axis === undefined || typeof axis === 'number' || isList(axis))
    return asArray(a).squeeze(axis);
  checkOptions('squeeze', axis, ['axis']);
  return asArray(a).squeeze(axis.axis ?? undefined);
}

/** `np.transpose(a, axes=None)`: the axes in this order, in reverse by default. */
export function transpose(
  a: ArrayLike,
  axes?: readonly number[] | { readonly axes?: readonly number[] | null },
): NDArray {
  if (!isList(axes)) checkOptions('transpose', axes, ['axes']);
  const order = isList(axes) ? axes : axes?.axes;
  return order ? asArray(a).transpose(order) : asArray(a).transpose();
}

function isList(value: unknown): value is readonly number[] {
  return Array.isArray(value);
}
