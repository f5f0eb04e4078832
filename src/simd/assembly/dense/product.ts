/**
 * A matrix product chunk by chunk, of which a caller takes the sums. In each chunk B's columns become panels that stay in
 * the first cache, A's rows become lists of what is not 0, and every list meets every panel. The order of additions
 * depends on the depth alone, so it is the same for any share of the work.
 */
import { makeLists } from './lists';
import { multiply16, multiply32, multiply48 } from './multiply';
import { packPanels } from './panels';
import { DEPTH, countAt, listAt, panelAt, panelColumns, sumsAt } from './scratch';

/** Steps of the depth: as equal as they can be, in fours, so that no short one is left. */
// @ts-ignore: decorator
@inline
export function depthStep(depth: i32): i32 {
  const steps = (depth + DEPTH - 1) / DEPTH;
  return ((depth + steps - 1) / steps + 3) & ~3;
}

/**
 * Computes up to `ROWS` by `COLUMNS` sums over the whole depth; they lie at `sumsAt` then.
 * @param a, b first elements of the rows of A and the columns of B
 * @param aRow, aColumn, bRow, bColumn bytes from one to the next; of each matrix one is 4
 * @param hasPanels the panels of the only step of the depth are still there from the last call
 * @returns whether the panels hold no infinite number
 */
export function product(
  thread: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  hasPanels: bool,
  wasFinite: bool,
): bool {
  const step = depthStep(depth);
  let isFinite = wasFinite;
  for (let from = 0; from < depth; from += step) {
    const length = min(step, depth - from);
    if (!hasPanels) {
      isFinite = packPanels(thread, b + <usize>from * bRow, bRow, bColumn, length, columns);
    }
    makeLists(thread, a + <usize>from * aColumn, aRow, aColumn, rows, length, !isFinite);
    multiply(thread, rows, columns, from == 0);
  }
  return isFinite;
}

/** Every list times every panel. */
function multiply(thread: i32, rows: i32, columns: i32, isFirst: bool): void {
  let number = 0;
  for (let column = 0; column < columns; number++) {
    const panel = panelAt(thread, number);
    const width = panelColumns(columns - column);
    if (width == 16) return multiplyNarrow(thread, rows, panel, column, isFirst);
    for (let row = 0; row < rows; row++) {
      const list = listAt(thread, row);
      const bytes = load<i32>(countAt(thread, row));
      const sums = sumsAt(thread, row) + (<usize>column << 2);
      if (width == 48) multiply48(list, bytes, panel, sums, isFirst);
      else multiply32(list, bytes, panel, sums, isFirst);
    }
    column += width;
  }
}

/** The last panel, of up to 16 columns: lists go in pairs. */
function multiplyNarrow(thread: i32, rows: i32, panel: usize, column: i32, isFirst: bool): void {
  if (isFirst) {
    for (let row = 0; row <= rows; row++) {
      zero64(sumsAt(thread, row) + (<usize>column << 2));
    }
  }
  for (let row = 0; row < rows; row += 2) {
    // The row behind the last one has no bytes and sums that nobody reads.
    const bytes = row + 1 < rows ? load<i32>(countAt(thread, row + 1)) : 0;
    const offset = <usize>column << 2;
    multiply16(
      listAt(thread, row),
      load<i32>(countAt(thread, row)),
      sumsAt(thread, row) + offset,
      listAt(thread, row + 1),
      bytes,
      sumsAt(thread, row + 1) + offset,
      panel,
    );
  }
}

// @ts-ignore: decorator
@inline
function zero64(at: usize): void {
  const zero = f32x4.splat(0);
  v128.store(at, zero);
  v128.store(at, zero, 16);
  v128.store(at, zero, 32);
  v128.store(at, zero, 48);
}
