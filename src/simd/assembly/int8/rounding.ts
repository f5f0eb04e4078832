/** Roundings of TensorFlow Lite's kernels, on several numbers at once. */

/** To whole numbers, halves away from zero. */
// @ts-ignore: decorator
@inline
export function roundAwayDoubles(x: v128): v128 {
  const whole = f64x2.trunc(x);
  const isFar = f64x2.ge(f64x2.abs(f64x2.sub(x, whole)), f64x2.splat(0.5));
  const sign = v128.and(x, i64x2.splat(i64.MIN_VALUE));
  return f64x2.add(whole, v128.and(isFar, v128.or(f64x2.splat(1), sign)));
}

/** The same of float32. */
// @ts-ignore: decorator
@inline
export function roundAwayFloats(x: v128): v128 {
  const whole = f32x4.trunc(x);
  const isFar = f32x4.ge(f32x4.abs(f32x4.sub(x, whole)), f32x4.splat(0.5));
  const sign = v128.and(x, i32x4.splat(i32.MIN_VALUE));
  return f32x4.add(whole, v128.and(isFar, v128.or(f32x4.splat(1), sign)));
}

/** ⌊(a·b + 2³⁰) / 2³¹⌋ of int32, b not negative (`SaturatingRoundingDoublingHighMul`). */
// @ts-ignore: decorator
@inline
export function highProduct(a: v128, b: v128): v128 {
  const half = i64x2.splat(1 << 30);
  const low = i64x2.shr_u(i64x2.add(i64x2.extmul_low_i32x4_s(a, b), half), 31);
  const high = i64x2.shr_u(i64x2.add(i64x2.extmul_high_i32x4_s(a, b), half), 31);
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}
