/** Reciprocal square roots of constants, of which batch normalisation makes its factors. */
import { NDArray } from '#tensor';

/** 1/√x in float32: the root rounded first, then its inverse. */
export function rsqrt(x: NDArray): NDArray {
  const values = Float32Array.from(
    x.data as Float32Array,
    (value) => 1 / Math.fround(Math.sqrt(value)),
  );
  return new NDArray(values, x.shape, 'float32');
}
