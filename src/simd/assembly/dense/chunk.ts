/** The products of one chunk: every list times every panel. */
import { multiply16, multiply32, multiply48 } from './multiply';
import { countAt, listAt, panelAt, panelColumns, sumsAt } from './scratch';

/** @param column the panels hold columns from this one to `columns` */
export function multiplyChunk(
  thread: i32,
  rows: i32,
  column: i32,
  columns: i32,
  isFirst: bool,
): void {
  for (let number = 0; column < columns; number++) {
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
