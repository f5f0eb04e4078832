/** Floats as codes of 8 bits, with a scale that their own range gives: dynamic range quantization. */
import { Layer, SYMMETRIC } from './layer';
import { roundAwayFloats } from './rounding';

/** Of the row that was quantized last. */
export let rowScale: f32 = 1;
/** What zero is there, counted from the least code. */
export let rowZero: i32 = 0;

let low: f32 = 0;
let high: f32 = 0;

/** Smallest and largest of some floats and of 0. */
function findRange(x: usize, count: i32): void {
  let least = f32x4.splat(0);
  let most = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const values = v128.load(x + ((<usize>i) << 2));
    least = f32x4.min(least, values);
    most = f32x4.max(most, values);
  }
  low = lowestOf(least);
  high = -lowestOf(f32x4.neg(most));
  for (; i < count; i++) {
    const value = load<f32>(x + ((<usize>i) << 2));
    low = Mathf.min(low, value);
    high = Mathf.max(high, value);
  }
}

function lowestOf(lanes: v128): f32 {
  const a = Mathf.min(v128.extract_lane<f32>(lanes, 0), v128.extract_lane<f32>(lanes, 1));
  const b = Mathf.min(v128.extract_lane<f32>(lanes, 2), v128.extract_lane<f32>(lanes, 3));
  return Mathf.min(a, b);
}

/** Writes codes counted from the least one, and sets `rowScale` and `rowZero`. */
export function quantizeRow(layer: Layer, x: usize, codes: usize, count: i32): void {
  findRange(x, count);
  rowScale = 1;
  rowZero = 0;
  if (low == high) return memory.fill(codes, 0, count);
  if (layer.kind == SYMMETRIC) quantizeSymmetric(x, codes, count);
  else quantizeAsymmetric(x, codes, count);
}

function quantizeSymmetric(x: usize, codes: usize, count: i32): void {
  const limit = Mathf.max(-low, high);
  const least = low < 0 ? -128 : 0;
  rowScale = <f32>(<f64>limit / 127);
  rowZero = -least;
  writeCodes(x, codes, count, <f32>(127 / <f64>limit), 0, -127, least);
}

/** The zero point comes from the end of the range where it is met with the smaller error. */
function quantizeAsymmetric(x: usize, codes: usize, count: i32): void {
  const step = (<f64>high - <f64>low) / 255;
  const fromLow = -128 - <f64>low / step;
  const fromHigh = 127 - <f64>high / step;
  const isLowBetter = 128 + Math.abs(<f64>low / step) < 127 + Math.abs(<f64>high / step);
  const zero = <i32>Math.max(-128, Math.min(127, roundAway(isLowBetter ? fromLow : fromHigh)));
  rowScale = <f32>step;
  rowZero = zero + 128;
  writeCodes(x, codes, count, <f32>(1 / <f64>rowScale), zero, -128, -128);
}

function writeCodes(
  x: usize,
  codes: usize,
  count: i32,
  inverse: f32,
  zero: i32,
  lowest: i32,
  least: i32,
): void {
  const zeros = f32x4.splat(<f32>zero);
  const factors = f32x4.splat(inverse);
  const floor = f32x4.splat(<f32>lowest);
  const ceiling = f32x4.splat(127);
  const leasts = i32x4.splat(least);
  for (let i = 0; i < count; i += 4) {
    const scaled = f32x4.mul(v128.load(x + ((<usize>i) << 2)), factors);
    const moved = f32x4.add(zeros, roundAwayFloats(scaled));
    const cut = f32x4.pmin(f32x4.pmax(moved, floor), ceiling);
    const words = i32x4.sub(i32x4.trunc_sat_f32x4_s(cut), leasts);
    const shorts = i16x8.narrow_i32x4_s(words, words);
    v128.store_lane<i32>(codes + i, i8x16.narrow_i16x8_u(shorts, shorts), 0);
  }
}

function roundAway(x: f64): f64 {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}
