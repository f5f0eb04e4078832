/** Random numbers that count, as `src/engine/random.ts` draws them. */

// @ts-ignore: decorator
@inline
function mix(word: v128): v128 {
  word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 16)), i32x4.splat(0x85ebca6b));
  word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(word, i32x4.shr_u(word, 16));
}

/** Numbers `index` to `index + 3` of the stream with this key, in [0, 1). */
// @ts-ignore: decorator
@inline
export function uniform4(key: i32, index: i32): v128 {
  const places = i32x4.add(i32x4.splat(index), i32x4(1, 2, 3, 4));
  const words = mix(v128.xor(i32x4.splat(key), i32x4.mul(places, i32x4.splat(0x85ebca77))));
  const counts = f32x4.convert_i32x4_s(i32x4.shr_u(words, 8));
  return f32x4.mul(counts, f32x4.splat(1.0 / 16777216));
}

/** Inverted dropout on elements `index` to `index + 3`. */
// @ts-ignore: decorator
@inline
export function dropout4(x: v128, key: i32, index: i32, rate: f32, scale: f32): v128 {
  const isKept = f32x4.ge(uniform4(key, index), f32x4.splat(rate));
  return v128.and(f32x4.mul(x, f32x4.splat(scale)), isKept);
}
