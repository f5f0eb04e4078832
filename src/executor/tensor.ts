/** What flows along the edges of a graph that runs here: every element type that a SavedModel's signature can name. */
import type { DType, TypedArray } from '#tensor';

export type ElementType =
  DType | 'uint64' | 'bfloat16' | 'complex64' | 'complex128' | 'string' | 'resource' | 'variant';

/**
 * Elements in row-major order. `float16` and `bfloat16` are their 16 bits, complex numbers pairs of floats, strings
 * bytes; a resource or variant is an object of the executor's own.
 */
export type TensorData = TypedArray | BigUint64Array | readonly Uint8Array[] | readonly object[];

export interface Tensor {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** Not to be changed by whoever receives it: constants and variables are shared. */
  readonly data: TensorData;
}

/** @param data as many elements as `shape` has (twice as many numbers for complex types) */
export function makeTensor(dtype: ElementType, shape: readonly number[], data: TensorData): Tensor {
  return { dtype, shape, data };
}
