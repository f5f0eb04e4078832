/** Dimensions that kernels walk over: always 5, from the outside in. */
const RANK = 5;

/** Fills up with dimensions of 1 on the outside. */
export function fiveDims(dims: readonly number[]): number[] {
  return [...Array<number>(RANK - dims.length).fill(1), ...dims];
}

/** Strides in elements for `fiveDims`. */
export function fiveStrides(strides: readonly number[]): number[] {
  return [...Array<number>(RANK - strides.length).fill(0), ...strides];
}
