/** The forward product of a dense layer, and its gradient by the input: both go row by row through what they multiply. */
import { applyEpilogue, applyGate } from '../epilogue';
import { shareStart } from '../share';
import { product } from './product';
import { addRow, copyRow } from './rows';
import { COLUMNS, ROWS, sumsAt } from './scratch';

/** Columns are shared out by so many. */
const SHARE_COLUMNS: i32 = 32;

/** Arguments: x, weights, bias, out, rows, inputs, units, an epilogue. */
export function dense(args: usize, thread: i32, threads: i32): void {
  const x = <usize>load<i32>(args);
  const weights = <usize>load<i32>(args, 4);
  const bias = <usize>load<i32>(args, 8);
  const out = <usize>load<i32>(args, 12);
  const rows = load<i32>(args, 16);
  const inputs = load<i32>(args, 20);
  const units = load<i32>(args, 24);
  const unitsBytes = <usize>units << 2;
  for (let first = firstOf(rows, thread, threads); first < endOf(rows, thread, threads); ) {
    const count = min(ROWS, endOf(rows, thread, threads) - first);
    const from = x + <usize>first * (<usize>inputs << 2);
    const columnsEnd = endOfColumns(rows, units, thread, threads);
    for (let unit = firstColumn(rows, units, thread, threads); unit < columnsEnd; unit += COLUMNS) {
      const width = min(COLUMNS, columnsEnd - unit);
      const b = weights + (<usize>unit << 2);
      product(thread, from, <usize>inputs << 2, 4, b, unitsBytes, 4, count, inputs, width, false, true);
      for (let row = 0; row < count; row++) {
        const index = (first + row) * units + unit;
        const to = out + (<usize>index << 2);
        if (bias) addRow(to, sumsAt(thread, row), bias + (<usize>unit << 2), width);
        else copyRow(to, sumsAt(thread, row), width);
        applyEpilogue(args + 28, to, width, index);
      }
    }
    first += count;
  }
}

/** Arguments: gradient, weights, out, rows, inputs, units, a gate. */
export function denseInputGradient(args: usize, thread: i32, threads: i32): void {
  const gradient = <usize>load<i32>(args);
  const weights = <usize>load<i32>(args, 4);
  const out = <usize>load<i32>(args, 8);
  const rows = load<i32>(args, 12);
  const inputs = load<i32>(args, 16);
  const units = load<i32>(args, 20);
  const unitsBytes = <usize>units << 2;
  for (let first = firstOf(rows, thread, threads); first < endOf(rows, thread, threads); ) {
    const count = min(ROWS, endOf(rows, thread, threads) - first);
    const from = gradient + <usize>first * unitsBytes;
    const columnsEnd = endOfColumns(rows, inputs, thread, threads);
    for (let input = firstColumn(rows, inputs, thread, threads); input < columnsEnd; input += COLUMNS) {
      const width = min(COLUMNS, columnsEnd - input);
      const b = weights + <usize>input * unitsBytes;
      product(thread, from, unitsBytes, 4, b, 4, unitsBytes, count, units, width, false, true);
      for (let row = 0; row < count; row++) {
        const index = (first + row) * inputs + input;
        const to = out + (<usize>index << 2);
        copyRow(to, sumsAt(thread, row), width);
        applyGate(args + 24, to, width, index);
      }
    }
    first += count;
  }
}

/** Threads share out rows where there are enough, else columns in panels. */
// @ts-ignore: decorator
@inline
function sharesRows(rows: i32, threads: i32): bool {
  return rows >= 8 * threads;
}
// @ts-ignore: decorator
@inline
function firstOf(rows: i32, thread: i32, threads: i32): i32 {
  return sharesRows(rows, threads) ? shareStart(rows, thread, threads) : 0;
}
// @ts-ignore: decorator
@inline
function endOf(rows: i32, thread: i32, threads: i32): i32 {
  return sharesRows(rows, threads) ? shareStart(rows, thread + 1, threads) : rows;
}
// @ts-ignore: decorator
@inline
function firstColumn(rows: i32, columns: i32, thread: i32, threads: i32): i32 {
  if (sharesRows(rows, threads)) return 0;
  const panels = (columns + SHARE_COLUMNS - 1) / SHARE_COLUMNS;
  return shareStart(panels, thread, threads) * SHARE_COLUMNS;
}
// @ts-ignore: decorator
@inline
function endOfColumns(rows: i32, columns: i32, thread: i32, threads: i32): i32 {
  return sharesRows(rows, threads)
    ? columns
    : min(columns, firstColumn(rows, columns, thread + 1, threads));
}
