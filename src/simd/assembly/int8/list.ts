/**
 * What of a row is not zero, as a list that all tiles of weights go through: pairs of words [offset of the weights in a
 * tile of 32 units, values]. Rows are cut into groups: of one float, or of as many codes as an instruction multiplies for
 * each unit (`products.ts`), their least code being 0.
 */

/** Bytes of the weights of a group in a tile of 32 units: float32. */
const FLOAT_GROUP: i32 = 128;
/** The same in codes: 4 times 32 bytes, or 2 times 32. */
// @ts-ignore: decorator
@inline
const CODE_GROUP: i32 = ASC_FEATURE_RELAXED_SIMD ? 128 : 64;

/** @returns the end of the list */
export function listFloats(x: usize, depth: i32, list: usize): usize {
  const end = x + ((<usize>depth) << 2);
  let offset = 0;
  for (; x < end; x += 4, offset += FLOAT_GROUP) {
    const value = load<f32>(x);
    if (value != 0) {
      store<i32>(list, offset);
      store<f32>(list, value, 4);
      list += 8;
    }
  }
  return list;
}

/**
 * @param flip 0x80808080 for int8, whose least code is -128; 0 for codes that start at 0
 * @returns the end of the list
 */
export function listCodes(x: usize, depth: i32, list: usize, flip: u32): usize {
  const end = x + depth;
  let offset = 0;
  for (; x < end; x += 4, offset += ASC_FEATURE_RELAXED_SIMD ? CODE_GROUP : 2 * CODE_GROUP) {
    const codes = load<u32>(x) ^ flip;
    if (codes == 0) continue;
    list = ASC_FEATURE_RELAXED_SIMD
      ? addSevenBits(list, offset, codes)
      : addPairs(list, offset, codes);
  }
  return list;
}

/** Four codes as up to three entries of at most 127 each, which add up to them. */
// @ts-ignore: decorator
@inline
function addSevenBits(list: usize, offset: i32, codes: u32): usize {
  const large = codes & 0x80808080;
  if (large == 0) return add(list, offset, codes);
  const first = (codes | ((large >> 7) * 127)) & 0x7f7f7f7f;
  const rest = codes - first;
  const last = (rest & 0x80808080) >> 7;
  list = add(list, offset, first);
  if (rest - last != 0) list = add(list, offset, rest - last);
  return last == 0 ? list : add(list, offset, last);
}

/** Four codes as two pairs of 16 bits. */
// @ts-ignore: decorator
@inline
function addPairs(list: usize, offset: i32, codes: u32): usize {
  const first = (codes & 0xff) | ((codes & 0xff00) << 8);
  const second = ((codes >> 16) & 0xff) | ((codes >> 8) & 0xff0000);
  if (first != 0) list = add(list, offset, first);
  return second == 0 ? list : add(list, offset + CODE_GROUP, second);
}

// @ts-ignore: decorator
@inline
function add(list: usize, offset: i32, values: u32): usize {
  store<i32>(list, offset);
  store<u32>(list, values, 4);
  return list + 8;
}
