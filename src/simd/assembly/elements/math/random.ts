/** Random numbers that count, as `RandomSource` of the engine has them: the 32-bit finaliser of MurmurHash3. */

// @ts-ignore: decorator
@inline
function mix(word: v128): v128 {
  word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 16)), i32x4.splat(0x85ebca6b));
  word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(word, i32x4.shr_u(word, 16));
}

/** Numbers `index` to `index + 3` that follow from a key, in [0, 1). */
// @ts-ignore: decorator
@inline
export function uniform4(key: i32, index: i32): v128 {
  const numbers = i32x4.add(i32x4.splat(index), i32x4(1, 2, 3, 4));
  const word = mix(v128.xor(i32x4.splat(key), i32x4.mul(numbers, i32x4.splat(0x85ebca77))));
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(word, 8)), f32x4.splat(1.0 / 16777216.0));
}

/** Dropout of elements `index` to `index + 3`: 0, or `scale` times the value where the number is at least `rate`. */
// @ts-ignore: decorator
@inline
export function dropout4(x: v128, key: i32, index: i32, rate: v128, scale: v128): v128 {
  return v128.and(f32x4.mul(x, scale), f32x4.ge(uniform4(key, index), rate));
}
