/**
 * The exponential function and what follows from it, on four floats at once. Argument reduction by multiples of log 2 in
 * two parts (after Cody and Waite), then the power series, cut where the next term is below half a unit in the last
 * place. Within 2 units in the last place; NaN stays NaN.
 */
import { madd } from './fused';

/** Beyond these the result is infinite or 0. */
const HIGHEST: f32 = 89;
const LOWEST: f32 = -104;
const LOG2_E: f32 = 1.44269504;
/** Their sum is log 2; the first has so few digits that its multiples are exact. */
const LOG_2_HIGH: f32 = 0.693359375;
const LOG_2_LOW: f32 = -2.12194440e-4;

// @ts-ignore: decorator
@inline
function bounded(x: v128): v128 {
  const low = f32x4.pmax(x, f32x4.splat(LOWEST));
  return f32x4.pmin(low, f32x4.splat(HIGHEST));
}

/** How often log 2 goes into x. */
// @ts-ignore: decorator
@inline
function timesLog2(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
}

// @ts-ignore: decorator
@inline
function without(x: v128, times: v128): v128 {
  return madd(times, f32x4.splat(-LOG_2_LOW), madd(times, f32x4.splat(-LOG_2_HIGH), x));
}

/** `exp(r) - 1` for |r| up to half of log 2. */
// @ts-ignore: decorator
@inline
function series(r: v128): v128 {
  let sum = f32x4.splat(1.0 / 5040);
  sum = madd(sum, r, f32x4.splat(1.0 / 720));
  sum = madd(sum, r, f32x4.splat(1.0 / 120));
  sum = madd(sum, r, f32x4.splat(1.0 / 24));
  sum = madd(sum, r, f32x4.splat(1.0 / 6));
  sum = madd(sum, r, f32x4.splat(0.5));
  return madd(f32x4.mul(sum, r), r, r);
}

/** 2 to the power of whole numbers within the exponents of normal floats. */
// @ts-ignore: decorator
@inline
function powerOf2(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

export function exp4(x: v128): v128 {
  const near = bounded(x);
  const times = timesLog2(near);
  const value = f32x4.add(series(without(near, times)), f32x4.splat(1));
  const n = i32x4.trunc_sat_f32x4_s(times);
  // In two steps, since 2^n itself may be too small or too large.
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(value, powerOf2(half)), powerOf2(i32x4.sub(n, half)));
}

/** `exp(x) - 1` for x up to 0, exact where x is small. */
export function expm1Below0(x: v128): v128 {
  const near = f32x4.pmax(x, f32x4.splat(-20));
  const times = timesLog2(near);
  const power = powerOf2(i32x4.trunc_sat_f32x4_s(times));
  return madd(series(without(near, times)), power, f32x4.sub(power, f32x4.splat(1)));
}

export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

export function tanh4(x: v128): v128 {
  const part = expm1Below0(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const size = f32x4.div(f32x4.neg(part), f32x4.add(part, f32x4.splat(2)));
  return v128.bitselect(x, size, i32x4.splat(0x80000000));
}
