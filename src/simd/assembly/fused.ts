/** Multiply and add in one, where the engine has relaxed SIMD; else in two, with one more rounding. */

// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? v128.relaxed_madd<f32>(a, b, sum)
    : v128.add<f32>(v128.mul<f32>(a, b), sum);
}
