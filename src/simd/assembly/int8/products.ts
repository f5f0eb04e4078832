/**
 * Sums of products of a listed row with the weights of all units. Weights lie in tiles of 32 units, the last one maybe of
 * 16; in a tile, group by group, each with its units side by side: a lane of a register is a unit.
 */

// @ts-ignore: decorator
@inline const CODES_WIDTH: usize = ASC_FEATURE_RELAXED_SIMD ? 16 : 8;

/** Four units, a group each, onto their sums. */
// @ts-ignore: decorator
@inline
function addCodes(sum: v128, weights: usize, values: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(weights), values, sum)
    : i32x4.add(sum, i32x4.dot_i16x8_s(v128.load_ext<i8>(weights), values));
}

/** Rounded after the product and after the sum, as the reference kernels are. */
// @ts-ignore: decorator
@inline
function addFloats(sum: v128, weights: usize, values: v128): v128 {
  return f32x4.add(sum, f32x4.mul(v128.load(weights), values));
}

// @ts-ignore: decorator
@inline
function addGroup<T>(sum: v128, weights: usize, values: v128): v128 {
  return isFloat<T>() ? addFloats(sum, weights, values) : addCodes(sum, weights, values);
}

/**
 * @param units a multiple of 16
 * @param groups of a row
 */
export function products<T>(
  list: usize,
  end: usize,
  weights: usize,
  groups: usize,
  units: i32,
  sums: usize,
): void {
  const width: usize = isFloat<T>() ? 16 : CODES_WIDTH;
  let unit = 0;
  for (; unit + 32 <= units; unit += 32) {
    wideTile<T>(list, end, weights, sums);
    weights += groups * 8 * width;
    sums += 128;
  }
  if (unit < units) narrowTile<T>(list, end, weights, sums);
}

function wideTile<T>(list: usize, end: usize, weights: usize, sums: usize): void {
  const width: usize = isFloat<T>() ? 16 : CODES_WIDTH;
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  let e = i32x4.splat(0);
  let f = i32x4.splat(0);
  let g = i32x4.splat(0);
  let h = i32x4.splat(0);
  for (; list < end; list += 8) {
    const w = weights + <usize>load<u32>(list);
    const values = v128.load_splat<i32>(list, 4);
    a = addGroup<T>(a, w, values);
    b = addGroup<T>(b, w + width, values);
    c = addGroup<T>(c, w + 2 * width, values);
    d = addGroup<T>(d, w + 3 * width, values);
    e = addGroup<T>(e, w + 4 * width, values);
    f = addGroup<T>(f, w + 5 * width, values);
    g = addGroup<T>(g, w + 6 * width, values);
    h = addGroup<T>(h, w + 7 * width, values);
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
  v128.store(sums, e, 64);
  v128.store(sums, f, 80);
  v128.store(sums, g, 96);
  v128.store(sums, h, 112);
}

function narrowTile<T>(list: usize, end: usize, weights: usize, sums: usize): void {
  const width: usize = isFloat<T>() ? 16 : CODES_WIDTH;
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  for (; list < end; list += 8) {
    const w = weights + (<usize>load<u32>(list) >> 1);
    const values = v128.load_splat<i32>(list, 4);
    a = addGroup<T>(a, w, values);
    b = addGroup<T>(b, w + width, values);
    c = addGroup<T>(c, w + 2 * width, values);
    d = addGroup<T>(d, w + 3 * width, values);
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
}
