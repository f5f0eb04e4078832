/** Functions that make arrays. */
import { filled, range } from './filling';
import type { DType } from './dtype';
import { concatenate as join, stack as pile } from './joining';
import { NDArray } from './ndarray';
import { parseNested, type NestedList } from './nested';

/**
 * @param dtype by default bool, int32 (int64 where a number needs it) or float32, by what the list holds
 * @throws ValueError for lists of unequal lengths
 */
export function fromNested(list: NestedList, dtype?: DType): NDArray {
  return NDArray.from(parseNested(list, dtype));
}

export function zeros(shape: readonly number[], dtype: DType = 'float32'): NDArray {
  return full(shape, 0, dtype);
}

export function ones(shape: readonly number[], dtype: DType = 'float32'): NDArray {
  return full(shape, 1, dtype);
}

export function full(
  shape: readonly number[],
  value: number,
  dtype: DType = Number.isInteger(value) ? 'int32' : 'float32',
): NDArray {
  return NDArray.from(filled(shape, value, dtype));
}

/** `arange(stop)` or `arange(start, stop, step)`; whole numbers give int32, others float32. */
export function arange(start: number, stop?: number, step = 1, dtype?: DType): NDArray {
  return NDArray.from(
    stop === undefined ? range(0, start, step, dtype) : range(start, stop, step, dtype),
  );
}

/** One after the other along an axis that is there already. @throws ValueError when the shapes do not fit */
export function concatenate(arrays: readonly NDArray[], axis = 0): NDArray {
  return NDArray.from(join(arrays, axis));
}

/** One after the other along a new axis. @throws ValueError when the shapes differ */
export function stack(arrays: readonly NDArray[], axis = 0): NDArray {
  return NDArray.from(pile(arrays, axis));
}
