/**
 * What a matrix product keeps in a thread's scratch memory: a chunk of B as panels, of A as lists, and sums.
 *
 * - Panel: up to `DEPTH` rows of up to 48 columns of B, and a row of zeros behind them.
 * - List: what is not 0 in a row of A, as pairs of a value and the byte offset of the panel's row that it belongs to,
 *   with a pair of 0 and the row of zeros behind them.
 * - Sums: a row of up to `COLUMNS` for each list, and a spare one.
 *
 * Rows of lists and sums are an odd number of cache lines apart, so that they do not crowd into a few sets of the cache.
 */
import { scratchOf } from '../layout';

/** Most of A's columns, which are B's rows, in one chunk. */
// @ts-ignore: decorator
@inline export const DEPTH: i32 = 128;
/** Most columns of B in one chunk. */
// @ts-ignore: decorator
@inline export const COLUMNS: i32 = 288;
/** Most rows of A in one chunk. */
// @ts-ignore: decorator
@inline export const ROWS: i32 = 128;

// @ts-ignore: decorator
@inline export const PANEL_ROW_BYTES: i32 = 192;
// @ts-ignore: decorator
@inline const PANEL_BYTES: usize = 129 * 192;
// @ts-ignore: decorator
@inline const LIST_BYTES: usize = 17 * 64;
// @ts-ignore: decorator
@inline const SUMS_BYTES: usize = 19 * 64;

/** Behind six panels. */
// @ts-ignore: decorator
@inline const LISTS: usize = 6 * PANEL_BYTES;
// @ts-ignore: decorator
@inline const SUMS: usize = LISTS + 128 * LIST_BYTES;
// @ts-ignore: decorator
@inline const COUNTS: usize = SUMS + 129 * SUMS_BYTES;

/**
 * Columns of the next panel, where so many are left: 48 as often as can be, since 12 sums keep a processor busiest, and
 * never 16 where two of 32 do. The last panel may have more room than there are columns.
 */
// @ts-ignore: decorator
@inline
export function panelColumns(left: i32): i32 {
  if (left <= 16) return 16;
  return left <= 32 || (left > 48 && left <= 64) ? 32 : 48;
}
// @ts-ignore: decorator
@inline
export function panelAt(thread: i32, panel: i32): usize {
  return scratchOf(thread) + <usize>panel * PANEL_BYTES;
}
// @ts-ignore: decorator
@inline
export function listAt(thread: i32, row: i32): usize {
  return scratchOf(thread) + LISTS + <usize>row * LIST_BYTES;
}
/** Where the number of bytes of a list is. */
// @ts-ignore: decorator
@inline
export function countAt(thread: i32, row: i32): usize {
  return scratchOf(thread) + COUNTS + (<usize>row << 2);
}
// @ts-ignore: decorator
@inline
export function sumsAt(thread: i32, row: i32): usize {
  return scratchOf(thread) + SUMS + <usize>row * SUMS_BYTES;
}
