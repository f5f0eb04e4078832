/**
 * The exponential function and what follows from it, four at a time.
 *
 * Method: x = n ln 2 + r with |r| <= ln 2 / 2, where ln 2 is taken in two parts so that r is exact (Cody and Waite);
 * exp(r) - 1 = r + r^2 q(r), q a polynomial fitted for the least largest error, 3e-9; then times 2^n in two steps, so
 * that results beyond the normal numbers come out right, too.
 */
import { madd } from '../../fused';

const LOG2_E: f32 = 1.4426950408889634;
/** ln 2 with 9 bits, so that n of them is exact, and the rest. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;

/** n of the method, for arguments within +-200. */
// @ts-ignore: decorator
@inline
function powerOf(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
}

/** exp(x - n ln 2) - 1 */
// @ts-ignore: decorator
@inline
function reduced(x: v128, n: v128): v128 {
  let r = madd(n, f32x4.splat(-LN2_HIGH), x);
  r = madd(n, f32x4.splat(-LN2_LOW), r);
  let q = madd(r, f32x4.splat(0.0013950512511655688), f32x4.splat(0.00836890283972025));
  q = madd(r, q, f32x4.splat(0.04166620597243309));
  q = madd(r, q, f32x4.splat(0.166665181517601));
  q = madd(r, q, f32x4.splat(0.5));
  return madd(f32x4.mul(r, r), q, r);
}

/** 2^n for whole n from -126 to 127. */
// @ts-ignore: decorator
@inline
function twoTo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** Within 1 ulp; NaN stays, large arguments give infinity, small ones 0. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(-110)), f32x4.splat(90));
  const n = powerOf(bounded);
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const value = f32x4.add(f32x4.splat(1), reduced(bounded, n));
  return f32x4.mul(f32x4.mul(value, twoTo(half)), twoTo(i32x4.sub(whole, half)));
}

/** exp(x) - 1 without loss near 0, for x up to 80; from -18 on it is -1. */
// @ts-ignore: decorator
@inline
function shortExpm1(x: v128): v128 {
  const bounded = f32x4.max(x, f32x4.splat(-18));
  const n = powerOf(bounded);
  const power = twoTo(i32x4.trunc_sat_f32x4_s(n));
  return madd(reduced(bounded, n), power, f32x4.sub(power, f32x4.splat(1)));
}

/** exp(x) - 1 within 2 ulp. */
// @ts-ignore: decorator
@inline
export function expm1x4(x: v128): v128 {
  const isLong = f32x4.gt(x, f32x4.splat(20));
  const short = shortExpm1(f32x4.min(x, f32x4.splat(20)));
  return v128.any_true(isLong) ? v128.bitselect(exp4(x), short, isLong) : short;
}

/** Within 3 ulp: expm1(2 |x|) / (expm1(2 |x|) + 2), with the sign of x. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const twice = f32x4.min(f32x4.mul(f32x4.abs(x), f32x4.splat(2)), f32x4.splat(20));
  const e = shortExpm1(twice);
  return v128.or(f32x4.div(e, f32x4.add(e, f32x4.splat(2))), sign);
}

/** Within 2 ulp: of e = exp(-|x|), 1 / (1 + e) or e / (1 + e). */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const above = v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(above, f32x4.add(one, e));
}
