/** Quantizing a row of floats while the model runs, for weights of dynamic range. */
import { clamp, roundAway } from '../fixed-point';
import type { NumberArray } from '../tensors';

/**
 * Writes the row's int8 codes less their zero point.
 * @returns the row's scale, in float32
 */
export function quantizeRow(
  values: NumberArray,
  codes: Int32Array,
  start: number,
  length: number,
  isSymmetric: boolean,
): number {
  let low = 0;
  let high = 0;
  for (let i = start; i < start + length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  if (low === high) {
    codes.fill(0, start, start + length);
    return 1;
  }
  const { scale, inverse, zero } = isSymmetric ? symmetric(low, high) : asymmetric(low, high);
  const lowest = isSymmetric ? -127 : -128;
  for (let i = start; i < start + length; i++) {
    const code = roundAway(Math.fround(values[i]! * inverse)) + zero;
    codes[i] = clamp(code, lowest, 127) - zero;
  }
  return scale;
}

function symmetric(low: number, high: number) {
  const limit = Math.max(-low, high);
  return { scale: Math.fround(limit / 127), inverse: Math.fround(127 / limit), zero: 0 };
}

/** The zero point comes from the end of the range where it is met with the smaller error. */
function asymmetric(low: number, high: number) {
  const step = (high - low) / 255;
  const scale = Math.fround(step);
  const fromLow = -128 - low / step;
  const fromHigh = 127 - high / step;
  const isLowBetter = 128 + Math.abs(low / step) < 127 + Math.abs(high / step);
  const zero = clamp(roundAway(isLowBetter ? fromLow : fromHigh), -128, 127);
  return { scale, inverse: Math.fround(1 / scale), zero };
}
