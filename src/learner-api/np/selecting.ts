/** `np` functions that find and pick elements. Places are int32. */
import { ValueError } from '#errors';
import {
  broadcastReader,
  broadcastShapes,
  NDArray,
  promote,
  readerOf,
  sizeOf,
  type ArrayOrNumber,
} from '#tensor';
import { checkOptions } from '../python/options';
import { asArray, type ArrayLike } from './arguments';

/** `np.where(condition)`: `np.nonzero(condition)`. */
export function where(condition: ArrayLike): readonly NDArray[];
/** `np.where(condition, x, y)`: x where the condition holds, else y. */
export function where(condition: ArrayLike, x: ArrayLike, y: ArrayLike): NDArray;
export function where(
  condition: ArrayLike,
  x?: ArrayLike,
  y?: ArrayLike,
): NDArray | readonly NDArray[] {
  if (x === undefined && y === undefined) return nonzero(condition);
  if (x === undefined || y === undefined) {
    throw new ValueError('either both or neither of x and y should be given');
  }
  return choose(asArray(condition), asArray(x), asArray(y));
}

function choose(condition: NDArray, x: NDArray, y: NDArray): NDArray {
  const shape = broadcastShapes(broadcastShapes(condition.shape, x.shape), y.shape);
  const test = broadcastReader(condition, shape);
  const [readX, readY] = [broadcastReader(x, shape), broadcastReader(y, shape)];
  const numbers = Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
    test(i) ? readX(i) : readY(i),
  );
  return new NDArray(numbers, shape, 'float64').astype(promote(x.dtype, y.dtype));
}

/** `np.flatnonzero(a)`: the places of the elements that are not zero, in the flattened array. */
export function flatnonzero(a: ArrayLike): NDArray {
  const places = Int32Array.from(placesIn(asArray(a)));
  return new NDArray(places, [places.length], 'int32');
}

/**
 * `np.nonzero(a)`: the places of the elements that are not zero, one array for each dimension.
 * @throws ValueError for a single number
 */
export function nonzero(a: ArrayLike): readonly NDArray[] {
  const array = asArray(a);
  if (array.ndim === 0) {
    throw new ValueError(
      'Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.',
    );
  }
  const places = placesIn(array);
  const along = array.shape.map((length, axis) => {
    const inner = sizeOf(array.shape.slice(axis + 1));
    const numbers = Int32Array.from(places, (place) => Math.floor(place / inner) % length);
    return new NDArray(numbers, [numbers.length], 'int32');
  });
  return Object.freeze(along);
}

/** `np.count_nonzero(a)`: how many elements are not zero. */
export function count_nonzero(a: ArrayLike): number;
/** `np.count_nonzero(a, axis)`: how many along an axis. */
export function count_nonzero(
  a: ArrayLike,
  axis: number | null | { readonly axis?: number | null },
): ArrayOrNumber;
export function count_nonzero(
  a: ArrayLike,
  axis: number | null | { readonly axis?: number | null } = null,
): number | NDArray {
  if (typeof axis === 'object' && axis !== null) checkOptions('count_nonzero', axis, ['axis']);
  const along = typeof axis === 'number' ? axis : (axis?.axis ?? null);
  const array = asArray(a);
  if (along === null) return placesIn(array).length;
  const counted: unknown = array.not_equal(0).sum({ axis: along });
  return counted instanceof NDArray ? counted.astype('int32') : (counted as number);
}

/** `np.take(a, indices, axis=None)`: elements by their places; in the flattened array without an axis. */
export function take(
  a: ArrayLike,
  indices: ArrayLike,
  axis: number | null | { readonly axis?: number | null } = null,
): ArrayOrNumber {
  return asArray(a).take(indices, typeof axis === 'number' || axis === null ? { axis } : axis);
}

function placesIn(array: NDArray): number[] {
  const read = readerOf(array);
  const places: number[] = [];
  for (let i = 0; i < array.size; i++) if (read(i) !== 0) places.push(i);
  return places;
}
