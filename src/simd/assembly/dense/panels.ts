/** Copies chunks of B into panels, with zeros where B has no more columns. */
import { madd } from '../fused';
import { DEPTH, PANEL_ROW_BYTES, panelAt, panelColumns } from './scratch';

/**
 * @param b first element of the chunk
 * @param rowBytes, columnBytes from one row or column of B to the next; one of them is 4
 * @returns whether all values are finite
 */
export function packPanels(
  thread: i32,
  b: usize,
  rowBytes: usize,
  columnBytes: usize,
  rows: i32,
  columns: i32,
): bool {
  let check = f32x4.splat(0);
  let number = 0;
  for (let left = columns; left > 0; number++) {
    const panel = panelAt(thread, number);
    const room = panelColumns(left);
    const width = min(room, left);
    if (width < room) memory.fill(panel, 0, <usize>(rows * PANEL_ROW_BYTES));
    const seen =
      columnBytes == 4
        ? packRows(panel, b, rowBytes, rows, width)
        : packColumns(panel, b, columnBytes, rows, width);
    check = f32x4.add(check, seen);
    memory.fill(panel + <usize>(DEPTH * PANEL_ROW_BYTES), 0, <usize>PANEL_ROW_BYTES);
    b += <usize>width * columnBytes;
    left -= width;
  }
  return !v128.any_true(f32x4.ne(check, check));
}

/**
 * Sums of values times 0 are kept beside: not a number as soon as one of the values is none or infinite. They are four,
 * so that none waits for another.
 */
function packRows(panel: usize, from: usize, rowBytes: usize, rows: i32, width: i32): v128 {
  const zero = f32x4.splat(0);
  let check0 = zero;
  let check1 = zero;
  let check2 = zero;
  let check3 = zero;
  for (; rows > 0; rows--, panel += PANEL_ROW_BYTES, from += rowBytes) {
    const end = from + (<usize>width << 2);
    let at = from;
    let to = panel;
    for (; at + 64 <= end; at += 64, to += 64) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const d = v128.load(at, 48);
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
      check0 = madd(a, zero, check0);
      check1 = madd(b, zero, check1);
      check2 = madd(c, zero, check2);
      check3 = madd(d, zero, check3);
    }
    for (; at + 16 <= end; at += 16, to += 16) {
      const values = v128.load(at);
      v128.store(to, values);
      check0 = madd(values, zero, check0);
    }
    for (; at < end; at += 4, to += 4) check1 = packOne(to, at, check1);
  }
  return f32x4.add(f32x4.add(check0, check1), f32x4.add(check2, check3));
}

/** The columns of B lie one behind the other in memory, so 4 by 4 values are turned over at a time. */
function packColumns(panel: usize, from: usize, columnBytes: usize, rows: i32, width: i32): v128 {
  const zero = f32x4.splat(0);
  let check = zero;
  let column = 0;
  for (; column + 4 <= width; column += 4, panel += 16, from += 4 * columnBytes) {
    let at = from;
    let to = panel;
    let row = 0;
    for (; row + 4 <= rows; row += 4, at += 16, to += 4 * PANEL_ROW_BYTES) {
      const a = v128.load(at);
      const b = v128.load(at + columnBytes);
      const c = v128.load(at + 2 * columnBytes);
      const d = v128.load(at + 3 * columnBytes);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
      v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), PANEL_ROW_BYTES);
      v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 2 * PANEL_ROW_BYTES);
      v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 3 * PANEL_ROW_BYTES);
      check = madd(a, zero, madd(b, zero, madd(c, zero, madd(d, zero, check))));
    }
    for (; row < rows; row++, at += 4, to += PANEL_ROW_BYTES) {
      for (let lane: usize = 0; lane < 4; lane++) {
        check = packOne(to + (lane << 2), at + lane * columnBytes, check);
      }
    }
  }
  for (; column < width; column++, panel += 4, from += columnBytes) {
    for (let row: usize = 0; row < <usize>rows; row++) {
      check = packOne(panel + row * <usize>PANEL_ROW_BYTES, from + (row << 2), check);
    }
  }
  return check;
}

// @ts-ignore: decorator
@inline
function packOne(to: usize, from: usize, check: v128): v128 {
  const value = v128.load32_zero(from);
  v128.store32_lane(to, value, 0);
  return madd(value, f32x4.splat(0), check);
}
