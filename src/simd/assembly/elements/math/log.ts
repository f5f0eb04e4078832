/**
 * Logarithms, four at a time.
 *
 * Method: x = 2^e (1 + f) with 1 + f between sqrt(1/2) and sqrt(2). With s = f / (2 + f), log(1 + f) is twice the area
 * hyperbolic tangent of s, whose series 2s + 2/3 s^3 + 2/5 s^5 ... converges fast; it is written as f minus corrections,
 * which are small, so that f's digits stay.
 */
import { madd } from '../../fused';

const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;
const INFINITE: i32 = 0x7f800000;

/** e of the method, for positive normal numbers. */
// @ts-ignore: decorator
@inline
function exponentOf(x: v128): v128 {
  return i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
}

/** log(1 + f) + e ln 2 + rest */
// @ts-ignore: decorator
@inline
function joined(f: v128, e: v128, rest: v128): v128 {
  const s = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let series = madd(z, f32x4.splat(2.0 / 11.0), f32x4.splat(2.0 / 9.0));
  series = madd(z, series, f32x4.splat(2.0 / 7.0));
  series = madd(z, series, f32x4.splat(2.0 / 5.0));
  series = f32x4.mul(z, madd(z, series, f32x4.splat(2.0 / 3.0)));
  const half = f32x4.mul(f32x4.mul(f, f), f32x4.splat(0.5));
  const low = madd(e, f32x4.splat(LN2_LOW), madd(s, f32x4.add(half, series), rest));
  return madd(e, f32x4.splat(LN2_HIGH), f32x4.sub(f, f32x4.sub(half, low)));
}

/** Puts in what is not a number or infinite: below 0, at 0, at infinity, and NaN. */
// @ts-ignore: decorator
@inline
function withLimits(x: v128, value: v128): v128 {
  const zero = f32x4.splat(0);
  const atZero = f32x4.eq(x, zero);
  const stays = v128.or(f32x4.ne(x, x), f32x4.eq(x, i32x4.splat(INFINITE)));
  value = v128.bitselect(i32x4.splat(0xff800000), value, atZero);
  value = v128.bitselect(x, value, stays);
  return v128.or(value, v128.and(f32x4.lt(x, zero), i32x4.splat(0x7fc00000)));
}

/** Within 1 ulp; log(0) is -Infinity, below it is NaN. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, i32x4.splat(0x00800000));
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny);
  const exponent = exponentOf(normal);
  const f = f32x4.sub(i32x4.sub(normal, i32x4.shl(exponent, 23)), f32x4.splat(1));
  const e = i32x4.sub(exponent, v128.and(tiny, i32x4.splat(23)));
  return withLimits(x, joined(f, f32x4.convert_i32x4_s(e), f32x4.splat(0)));
}

/** log(1 + x) within 2 ulp: what 1 + x loses in rounding is put back. */
// @ts-ignore: decorator
@inline
export function log1p4(x: v128): v128 {
  const one = f32x4.splat(1);
  const u = f32x4.add(x, one);
  const isLarge = f32x4.gt(f32x4.abs(x), one);
  const lost = v128.bitselect(
    f32x4.sub(one, f32x4.sub(u, x)),
    f32x4.sub(x, f32x4.sub(u, one)),
    isLarge,
  );
  const exponent = exponentOf(u);
  const f = f32x4.sub(i32x4.sub(u, i32x4.shl(exponent, 23)), one);
  const value = joined(f, f32x4.convert_i32x4_s(exponent), f32x4.div(lost, u));
  const small = f32x4.lt(f32x4.abs(x), f32x4.splat(1e-7));
  return v128.bitselect(x, withLimits(u, value), small);
}
