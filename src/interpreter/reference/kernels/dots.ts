/**
 * Sums of products of a stretch of the input with a stretch of the weights of each channel, the work of the ops with
 * weights. Four channels go side by side: steps of one sum wait for each other, steps of four do not. The order within a
 * sum stays that of the reference kernels. There is one function for each kind of numbers, so that each sees one kind of
 * arrays, which engines make fast.
 */
import type { NumberArray } from '../tensors';

/**
 * Adds to `sums[first]` … `sums[last − 1]`; the weights of `first` begin at `wStart`, those of the next channel `stride`
 * later.
 */
export type Dots<X extends NumberArray = NumberArray, W extends NumberArray = NumberArray> = (
  x: X,
  xStart: number,
  w: W,
  wStart: number,
  stride: number,
  length: number,
  sums: Float64Array,
  first: number,
  last: number,
) => void;

/** Each step is rounded to float32. */
export const dotsOfFloats: Dots<Float32Array, Float32Array> = (
  x,
  xStart,
  w,
  wStart,
  stride,
  length,
  sums,
  first,
  last,
) => {
  let place = wStart;
  let channel = first;
  for (; channel + 3 < last; channel += 4, place += 4 * stride) {
    const second = place + stride;
    const third = second + stride;
    const fourth = third + stride;
    let a = sums[channel]!;
    let b = sums[channel + 1]!;
    let c = sums[channel + 2]!;
    let d = sums[channel + 3]!;
    for (let i = 0; i < length; i++) {
      const value = x[xStart + i]!;
      a = Math.fround(a + Math.fround(value * w[place + i]!));
      b = Math.fround(b + Math.fround(value * w[second + i]!));
      c = Math.fround(c + Math.fround(value * w[third + i]!));
      d = Math.fround(d + Math.fround(value * w[fourth + i]!));
    }
    sums[channel] = a;
    sums[channel + 1] = b;
    sums[channel + 2] = c;
    sums[channel + 3] = d;
  }
  for (; channel < last; channel++, place += stride) {
    let sum = sums[channel]!;
    for (let i = 0; i < length; i++)
      sum = Math.fround(sum + Math.fround(x[xStart + i]! * w[place + i]!));
    sums[channel] = sum;
  }
};

/** Of codes of 8 bits, in int32. */
export const dotsOfBytes: Dots<Int32Array, Int8Array> = (
  x,
  xStart,
  w,
  wStart,
  stride,
  length,
  sums,
  first,
  last,
) => {
  let place = wStart;
  let channel = first;
  for (; channel + 3 < last; channel += 4, place += 4 * stride) {
    const second = place + stride;
    const third = second + stride;
    const fourth = third + stride;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < length; i++) {
      const value = x[xStart + i]!;
      a = (a + Math.imul(value, w[place + i]!)) | 0;
      b = (b + Math.imul(value, w[second + i]!)) | 0;
      c = (c + Math.imul(value, w[third + i]!)) | 0;
      d = (d + Math.imul(value, w[fourth + i]!)) | 0;
    }
    sums[channel]! += a;
    sums[channel + 1]! += b;
    sums[channel + 2]! += c;
    sums[channel + 3]! += d;
  }
  for (; channel < last; channel++, place += stride) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum = (sum + Math.imul(x[xStart + i]!, w[place + i]!)) | 0;
    sums[channel]! += sum;
  }
};

/** Of codes of 16 bits, whose sums are wider than int32. */
export const dotsOfShorts: Dots<Float64Array, Int8Array> = (
  x,
  xStart,
  w,
  wStart,
  stride,
  length,
  sums,
  first,
  last,
) => {
  let place = wStart;
  for (let channel = first; channel < last; channel++, place += stride) {
    let a = 0;
    let b = 0;
    let i = 0;
    for (; i + 1 < length; i += 2) {
      a += x[xStart + i]! * w[place + i]!;
      b += x[xStart + i + 1]! * w[place + i + 1]!;
    }
    if (i < length) a += x[xStart + i]! * w[place + i]!;
    sums[channel]! += a + b;
  }
};
