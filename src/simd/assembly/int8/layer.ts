/**
 * Arguments of the instructions with weights: `instructions/lite/layer.ts` writes them in this order. All counts are of
 * elements, all tensors row-major with channels last.
 */

/** float32 throughout. */
// @ts-ignore: decorator
@inline export const FLOATS: i32 = 0;
/** Codes of 8 bits throughout. */
// @ts-ignore: decorator
@inline export const CODES: i32 = 1;
/** Floats that become codes row by row, without a zero point, times codes. */
// @ts-ignore: decorator
@inline export const SYMMETRIC: i32 = 2;
/** The same with a zero point. */
// @ts-ignore: decorator
@inline export const ASYMMETRIC: i32 = 3;

/** Where a filter lies; all 0 for an op without one. */
@unmanaged
export class Place {
  height: i32;
  width: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  top: i32;
  left: i32;
  /** The code of zero outside of the image. */
  outside: i32;
}

@unmanaged
export class Layer extends Place {
  /** float32, or int8. */
  x: usize;
  y: usize;
  weights: usize;
  /** Of a channel: float32, or int32 with what zero points add. */
  bias: usize;
  /** Of a channel, float64: what a sum is multiplied by. */
  scales: usize;
  /** Of a channel, int32: 31 bits of a fraction that a sum is multiplied by before; 0 where `scales` are all. */
  mantissas: usize;
  /** Of a channel, int32: the power of two before that. */
  powers: usize;
  /** Of a channel, int32: the sum of its weights. */
  totals: usize;
  /** Room for what `list.ts` writes, for sums, for the codes of an image and for those under a filter. */
  list: usize;
  sums: usize;
  codes: usize;
  patch: usize;
  kind: i32;
  /** Whether scales of channels are multiplied before that of the row. */
  isByChannelFirst: i32;
  /** Of codes: the output's zero point and range. */
  zero: i32;
  low: i32;
  high: i32;
  /** Rows, or images. */
  count: i32;
  /** Elements of a row, or under a filter. */
  depth: i32;
  units: i32;
  lowFloat: f32;
  highFloat: f32;
}
