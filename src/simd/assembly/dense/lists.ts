/**
 * Makes lists of what is not 0 in rows of A (`scratch.ts`). Layers get many zeros, from images and from relu and dropout
 * before them, and each costs as much as any other number.
 */
import { DEPTH, PANEL_ROW_BYTES, countAt, listAt } from './scratch';

/** By a mask of four lanes: which bytes move where, so that the lanes of the mask come first, in order. */
const MOVES = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15,
  0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15,
  4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 12, 13, 14, 15,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  0, 1, 2, 3, 12, 13, 14, 15, 4, 5, 6, 7, 8, 9, 10, 11,
  4, 5, 6, 7, 12, 13, 14, 15, 0, 1, 2, 3, 8, 9, 10, 11,
  0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 8, 9, 10, 11,
  8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7,
  0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 4, 5, 6, 7,
  4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
]);

const LANES: i32 = 15;

// @ts-ignore: decorator
@inline
function fourOffsets(): v128 {
  return i32x4(0, PANEL_ROW_BYTES, 2 * PANEL_ROW_BYTES, 3 * PANEL_ROW_BYTES);
}

// @ts-ignore: decorator
@inline
function picked(bytes: v128, moves: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? i8x16.relaxed_swizzle(bytes, moves)
    : i8x16.swizzle(bytes, moves);
}

/** Appends those of four values that are not 0, or all with `always` = 15. @returns the list's new end */
// @ts-ignore: decorator
@inline
function append(end: usize, values: v128, offsets: v128, always: i32): usize {
  const mask = i32x4.bitmask(f32x4.ne(values, f32x4.splat(0))) | always;
  const moves = v128.load(MOVES + (<usize>mask << 4));
  const kept = picked(values, moves);
  const places = picked(offsets, moves);
  v128.store(end, v128.shuffle<i32>(kept, places, 0, 4, 1, 5));
  v128.store(end, v128.shuffle<i32>(kept, places, 2, 6, 3, 7), 16);
  return end + (<usize>i32.popcnt(mask) << 3);
}

/** Appends one value. */
// @ts-ignore: decorator
@inline
function appendOne(end: usize, value: f32, offset: i32, always: i32): usize {
  store<f32>(end, value);
  store<i32>(end, offset, 4);
  return value != 0 || always ? end + 8 : end;
}

/** Ends a list with a pair of 0 and the panel's row of zeros, which does not count. */
// @ts-ignore: decorator
@inline
function finishList(thread: i32, row: i32, end: usize): void {
  store<u64>(end, (<u64>(DEPTH * PANEL_ROW_BYTES)) << 32);
  store<i32>(countAt(thread, row), <i32>(end - listAt(thread, row)));
}

/**
 * @param a first element of the chunk
 * @param rowBytes, columnBytes from one row or column of A to the next; one of them is 4
 * @param keepsZeros for products in which a 0 must meet an infinite number
 */
export function makeLists(
  thread: i32,
  a: usize,
  rowBytes: usize,
  columnBytes: usize,
  rows: i32,
  columns: i32,
  keepsZeros: bool,
): void {
  const always = keepsZeros ? LANES : 0;
  let row = 0;
  if (columnBytes != 4) {
    for (; row + 4 <= rows; row += 4) {
      listsOfFour(thread, row, a + (<usize>row << 2), columnBytes, columns, always);
    }
  }
  for (; row < rows; row++) {
    const from = a + <usize>row * rowBytes;
    if (columnBytes == 4) listOfRow(thread, row, from, columns, always);
    else listOfColumn(thread, row, from, columnBytes, columns, always);
  }
}

function listOfRow(thread: i32, row: i32, at: usize, columns: i32, always: i32): void {
  let end = listAt(thread, row);
  let offsets = fourOffsets();
  let column = 0;
  for (; column + 4 <= columns; column += 4, at += 16) {
    end = append(end, v128.load(at), offsets, always);
    offsets = i32x4.add(offsets, i32x4.splat(4 * PANEL_ROW_BYTES));
  }
  for (; column < columns; column++, at += 4) {
    end = appendOne(end, load<f32>(at), column * PANEL_ROW_BYTES, always);
  }
  finishList(thread, row, end);
}

function listOfColumn(
  thread: i32,
  row: i32,
  at: usize,
  bytes: usize,
  columns: i32,
  always: i32,
): void {
  let end = listAt(thread, row);
  for (let column = 0; column < columns; column++, at += bytes) {
    end = appendOne(end, load<f32>(at), column * PANEL_ROW_BYTES, always);
  }
  finishList(thread, row, end);
}

/** Rows of A that lie beside one another in memory: 4 by 4 values are turned over at a time. */
function listsOfFour(
  thread: i32,
  row: i32,
  at: usize,
  bytes: usize,
  columns: i32,
  always: i32,
): void {
  let end0 = listAt(thread, row);
  let end1 = listAt(thread, row + 1);
  let end2 = listAt(thread, row + 2);
  let end3 = listAt(thread, row + 3);
  let offsets = fourOffsets();
  let column = 0;
  for (; column + 4 <= columns; column += 4, at += 4 * bytes) {
    const a = v128.load(at);
    const b = v128.load(at + bytes);
    const c = v128.load(at + 2 * bytes);
    const d = v128.load(at + 3 * bytes);
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    end0 = append(end0, v128.shuffle<i64>(ab, cd, 0, 2), offsets, always);
    end1 = append(end1, v128.shuffle<i64>(ab, cd, 1, 3), offsets, always);
    end2 = append(end2, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), offsets, always);
    end3 = append(end3, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), offsets, always);
    offsets = i32x4.add(offsets, i32x4.splat(4 * PANEL_ROW_BYTES));
  }
  for (; column < columns; column++, at += bytes) {
    const offset = column * PANEL_ROW_BYTES;
    end0 = appendOne(end0, load<f32>(at), offset, always);
    end1 = appendOne(end1, load<f32>(at, 4), offset, always);
    end2 = appendOne(end2, load<f32>(at, 8), offset, always);
    end3 = appendOne(end3, load<f32>(at, 12), offset, always);
  }
  finishList(thread, row, end0);
  finishList(thread, row + 1, end1);
  finishList(thread, row + 2, end2);
  finishList(thread, row + 3, end3);
}
