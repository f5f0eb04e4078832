/** Products of a row or three, for which panels are not worth their copying: B is read where it lies. */
import { multiplyChunk } from './chunk';
import { makeLists } from './lists';
import { multiply32, multiply48 } from './multiply';
import { packPanels } from './panels';
import { listAt, panelColumns, sumsAt } from './scratch';

/** Most rows of A for which this is quicker. */
// @ts-ignore: decorator
@inline export const FEW_ROWS: i32 = 3;

/** One step of the depth of `product`, for a B whose columns lie side by side. */
export function multiplyFewRows(
  thread: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  length: i32,
  columns: i32,
  isFirst: bool,
): void {
  // Zeros stay in the lists: nobody has seen yet whether they meet an infinite number.
  listAll(thread, a, aRow, rows, length, <i32>bRow);
  // `multiply32` goes in twos.
  const isEven = (length & 1) == 0;
  let column = 0;
  let width = panelColumns(columns);
  while (column + width <= columns && (width == 48 || (width == 32 && isEven))) {
    for (let row = 0; row < rows; row++) {
      const offset = <usize>column << 2;
      const sums = sumsAt(thread, row) + offset;
      const list = listAt(thread, row);
      if (width == 48) multiply48(list, length << 3, b + offset, sums, isFirst);
      else multiply32(list, length << 3, b + offset, sums, isFirst);
    }
    column += width;
    width = panelColumns(columns - column);
  }
  const left = columns - column;
  if (left == 0) return;
  const isFinite = packPanels(thread, b + (<usize>column << 2), bRow, 4, length, left);
  makeLists(thread, a, aRow, 4, rows, length, !isFinite);
  multiplyChunk(thread, rows, column, columns, isFirst);
}

/** Lists of everything in rows of A, with places in B itself. */
function listAll(thread: i32, a: usize, aRow: usize, rows: i32, length: i32, bRow: i32): void {
  for (let row = 0; row < rows; row++) {
    const list = listAt(thread, row);
    const from = a + <usize>row * aRow;
    for (let i = 0; i < length; i++) {
      const at = list + (<usize>i << 3);
      store<f32>(at, load<f32>(from + (<usize>i << 2)));
      store<i32>(at, i * bRow, 4);
    }
  }
}
