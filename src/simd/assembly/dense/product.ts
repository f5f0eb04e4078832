/**
 * A matrix product chunk by chunk, of which a caller takes the sums. In each chunk B's columns become panels that stay in
 * the first cache, A's rows become lists of what is not 0, and every list meets every panel. The order of additions
 * depends on the depth alone, so it is the same for any share of the work.
 */
import { multiplyChunk } from './chunk';
import { FEW_ROWS, multiplyFewRows } from './few-rows';
import { makeLists } from './lists';
import { packPanels } from './panels';
import { DEPTH } from './scratch';

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
    if (rows <= FEW_ROWS && aColumn == 4 && bColumn == 4) {
      const x = a + (<usize>from << 2);
      const chunk = b + <usize>from * bRow;
      multiplyFewRows(thread, x, aRow, chunk, bRow, rows, length, columns, from == 0);
      continue;
    }
    if (!hasPanels) {
      isFinite = packPanels(thread, b + <usize>from * bRow, bRow, bColumn, length, columns);
    }
    makeLists(thread, a + <usize>from * aColumn, aRow, aColumn, rows, length, !isFinite);
    multiplyChunk(thread, rows, 0, columns, from == 0);
  }
  return isFinite;
}
