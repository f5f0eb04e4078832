import type { NDArray } from '#tensor';
import type { Range } from '../options';
import { forEachRun } from './codes';

export interface Extent {
  readonly min: number[];
  readonly max: number[];
}

/** Smallest and largest values, of the whole array or for each index of a dimension; NaN is passed over. */
export function extentOf(array: NDArray, dimension?: number): Extent {
  const count = dimension === undefined ? 1 : array.shape[dimension]!;
  const min = new Array<number>(count).fill(Infinity);
  const max = new Array<number>(count).fill(-Infinity);
  const values = array.data as Float32Array;
  forEachRun(array.shape, { scale: min, dimension: dimension ?? 0 }, (start, end, c) => {
    let [low, high] = [min[c]!, max[c]!];
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    min[c] = low;
    max[c] = high;
  });
  return { min, max };
}

/** Of the whole array; an empty one has the range of 0. */
export function rangeOf(array: NDArray): Range {
  if (array.size === 0) return { min: 0, max: 0 };
  const { min, max } = extentOf(array);
  return { min: min[0]!, max: max[0]! };
}
