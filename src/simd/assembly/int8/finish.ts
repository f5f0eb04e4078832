/** What becomes of sums: bias, scales, zero point, fused activation. */
import { Layer } from './layer';
import { highProduct, roundAwayDoubles } from './rounding';

/** The first `count` lanes of four, as bytes or words. */
// @ts-ignore: decorator
@inline
function storeFirst<T>(place: usize, lanes: v128, count: i32): void {
  if (sizeof<T>() == 1) {
    let bytes = v128.extract_lane<i32>(lanes, 0);
    for (let i = 0; i < count; i++, bytes >>= 8) store<u8>(place + i, <u8>bytes);
    return;
  }
  store<i32>(place, v128.extract_lane<i32>(lanes, 0));
  if (count > 1) store<i32>(place, v128.extract_lane<i32>(lanes, 1), 4);
  if (count > 2) store<i32>(place, v128.extract_lane<i32>(lanes, 2), 8);
}

/** Two int32 from lane `first` on, as float64. */
// @ts-ignore: decorator
@inline
export function lowDoubles(lanes: v128): v128 {
  return v128.convert_low<i32>(lanes);
}

// @ts-ignore: decorator
@inline
export function highDoubles(lanes: v128): v128 {
  return v128.convert_low<i32>(v128.shuffle<i32>(lanes, lanes, 2, 3, 2, 3));
}

// @ts-ignore: decorator
@inline
function toCodes(sums: v128, scales: usize, zero: v128, low: v128, high: v128): v128 {
  const first = roundAwayDoubles(f64x2.mul(lowDoubles(sums), v128.load(scales)));
  const second = roundAwayDoubles(f64x2.mul(highDoubles(sums), v128.load(scales, 16)));
  const a = f64x2.pmin(high, f64x2.pmax(low, f64x2.add(first, zero)));
  const b = f64x2.pmin(high, f64x2.pmax(low, f64x2.add(second, zero)));
  const codes = v128.shuffle<i32>(
    v128.trunc_sat_zero<i32>(a),
    v128.trunc_sat_zero<i32>(b),
    0,
    1,
    4,
    5,
  );
  const shorts = i16x8.narrow_i32x4_s(codes, codes);
  return i8x16.narrow_i16x8_s(shorts, shorts);
}

/** To int8: through a multiplier of 31 bits where there is one, and the channel's scale in double. */
export function finishCodes(layer: Layer, sums: usize, y: usize): void {
  const zero = f64x2.splat(<f64>layer.zero);
  const low = f64x2.splat(<f64>layer.low);
  const high = f64x2.splat(<f64>layer.high);
  const hasMantissas = layer.mantissas != 0;
  for (let unit = 0; unit < layer.units; unit += 4) {
    const at = (<usize>unit) << 2;
    let sum = i32x4.add(v128.load(sums + at), v128.load(layer.bias + at));
    if (hasMantissas) {
      sum = i32x4.mul(sum, v128.load(layer.powers + at));
      sum = highProduct(sum, v128.load(layer.mantissas + at));
    }
    const codes = toCodes(sum, layer.scales + 2 * at, zero, low, high);
    const left = layer.units - unit;
    if (left >= 4) v128.store_lane<i32>(y + unit, codes, 0);
    else storeFirst<u8>(y + unit, codes, left);
  }
}

// @ts-ignore: decorator
@inline
function finishFour(layer: Layer, values: v128, unit: i32, y: usize): void {
  const at = (<usize>unit) << 2;
  values = f32x4.add(values, v128.load(layer.bias + at));
  values = f32x4.pmax(values, f32x4.splat(layer.lowFloat));
  values = f32x4.pmin(values, f32x4.splat(layer.highFloat));
  const left = layer.units - unit;
  if (left >= 4) v128.store(y + at, values);
  else storeFirst<i32>(y + at, values, left);
}

export function finishFloats(layer: Layer, sums: usize, y: usize): void {
  for (let unit = 0; unit < layer.units; unit += 4)
    finishFour(layer, v128.load(sums + ((<usize>unit) << 2)), unit, y);
}

/** Two sums times the scale of their row and of their channels, in the order that the kernels have. */
// @ts-ignore: decorator
@inline
function scaled(layer: Layer, sums: v128, scales: v128, rowScale: f32): v128 {
  const row = f64x2.splat(<f64>rowScale);
  if (layer.isByChannelFirst) {
    const rounded = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.mul(sums, scales)));
    return f32x4.demote_f64x2_zero(f64x2.mul(rounded, row));
  }
  const scale = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.mul(row, scales)));
  return f32x4.demote_f64x2_zero(f64x2.mul(sums, scale));
}

/**
 * To floats again.
 * @param zero what zero is in the row, counted from its least code
 */
export function finishHybrid(layer: Layer, sums: usize, y: usize, rowScale: f32, zero: i32): void {
  const zeros = i32x4.splat(zero);
  for (let unit = 0; unit < layer.units; unit += 4) {
    const at = (<usize>unit) << 2;
    const correction = i32x4.mul(zeros, v128.load(layer.totals + at));
    const sum = i32x4.sub(v128.load(sums + at), correction);
    const scales = layer.scales + 2 * at;
    const a = scaled(layer, lowDoubles(sum), v128.load(scales), rowScale);
    const b = scaled(layer, highDoubles(sum), v128.load(scales, 16), rowScale);
    finishFour(layer, v128.shuffle<i32>(a, b, 0, 1, 4, 5), unit, y);
  }
}
