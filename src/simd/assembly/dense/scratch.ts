/**
 * What a matrix product keeps in a thread's scratch memory: a chunk of B as panels, of A as lists, and sums.
 *
 * - Panel: up to `DEPTH` rows of 32 columns of B, and a row of zeros behind them.
 * - List: what is not 0 in a row of A, as pairs of a value and the byte offset of the panel's row that it belongs to; the
 *   number of pairs is even.
 * - Sums: a row of up to `COLUMNS` for each list.
 *
 * Rows of lists and sums are an odd number of cache lines apart, so that they do not crowd into a few sets of the cache.
 */
import { scratchOf } from '../layout';

/** Most of A's columns, which are B's rows, in one chunk. */
// @ts-ignore: decorator
@inline export const DEPTH: i32 = 128;
/** Most columns of B in one chunk. */
// @ts-ignore: decorator
@inline export const COLUMNS: i32 = 256;
/** Most rows of A in one chunk. */
// @ts-ignore: decorator
@inline export const ROWS: i32 = 128;

// @ts-ignore: decorator
@inline export const PANEL_COLUMNS: i32 = 32;
// @ts-ignore: decorator
@inline export const PANEL_ROW_BYTES: usize = 128;
// @ts-ignore: decorator
@inline const PANEL_BYTES: usize = 129 * 128;
// @ts-ignore: decorator
@inline const LIST_BYTES: usize = 17 * 64;
// @ts-ignore: decorator
@inline const SUMS_BYTES: usize = 17 * 64;

// @ts-ignore: decorator
@inline const LISTS: usize = 8 * PANEL_BYTES;
// @ts-ignore: decorator
@inline const SUMS: usize = LISTS + 128 * LIST_BYTES;
// @ts-ignore: decorator
@inline const COUNTS: usize = SUMS + 128 * SUMS_BYTES;

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
