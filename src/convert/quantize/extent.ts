import type { NDArray } from '#tensor';
import type { Range } from '../options';
import { channelOf } from './codes';

export interface Extent {
  readonly min: number[];
  readonly max: number[];
}

/** Smallest and largest values, of the whole array or for each index of a dimension. */
export function extentOf(array: NDArray, dimension?: number): Extent {
  const count = dimension === undefined ? 1 : array.shape[dimension]!;
  const min = new Array<number>(count).fill(Infinity);
  const max = new Array<number>(count).fill(-Infinity);
  const channel = channelOf(array.shape, { scale: min, dimension: dimension ?? 0 });
  const values = array.data as Float32Array;
  for (let i = 0; i < values.length; i++) {
    const c = channel(i);
    min[c] = Math.min(min[c]!, values[i]!);
    max[c] = Math.max(max[c]!, values[i]!);
  }
  return { min, max };
}

/** Of the whole array; an empty one has the range of 0. */
export function rangeOf(array: NDArray): Range {
  if (array.size === 0) return { min: 0, max: 0 };
  const { min, max } = extentOf(array);
  return { min: min[0]!, max: max[0]! };
}
