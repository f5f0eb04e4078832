/**
 * Where results lie that meet the same taps: for each axis a segment of 7 words (count, first result, distance of
 * results, source of the first tap, distance of sources, number of the first tap, taps; places in bytes), and images
 * of a batch on top. Pixels count through columns, then rows, then images.
 */

/** Words before the segments, in bytes, of `correlate` and `depthwiseCorrelate`. */
// @ts-ignore: decorator
@inline export const TABLES: usize = 64;
// @ts-ignore: decorator
@inline export const SEGMENT: usize = 28;

/** Bytes from pixel to pixel of a row. */
export let columnSource: i32 = 0;
export let columnResult: i32 = 0;

/** Addresses of the pixel that the walk is at: what its first tap meets, and its result. */
export let source: usize = 0;
export let result: usize = 0;

let column: i32 = 0;
let columns: i32 = 0;
let row: i32 = 0;
let rows: i32 = 0;
let rowSource: i32 = 0;
let rowResult: i32 = 0;
let imageSource: i32 = 0;
let imageResult: i32 = 0;

// @ts-ignore: decorator
@inline
export function countOf(segment: usize): i32 {
  return load<i32>(segment);
}
// @ts-ignore: decorator
@inline
export function firstTapOf(segment: usize): i32 {
  return load<i32>(segment, 20);
}
// @ts-ignore: decorator
@inline
export function tapsOf(segment: usize): i32 {
  return load<i32>(segment, 24);
}

/** The words of the epilogue, behind the segments. */
export function epilogueOf(args: usize): usize {
  return args + TABLES + SEGMENT * <usize>(load<i32>(args, 44) + load<i32>(args, 48));
}

/** Starts a walk at pixel `index`. */
export function walkFrom(args: usize, rowSegment: usize, columnSegment: usize, index: i32): void {
  rows = countOf(rowSegment);
  columns = countOf(columnSegment);
  column = index % columns;
  row = (index / columns) % rows;
  const image = index / (rows * columns);
  const imageSourceBytes = load<i32>(args, 20);
  const imageResultBytes = load<i32>(args, 24);
  columnResult = load<i32>(columnSegment, 8);
  columnSource = load<i32>(columnSegment, 16);
  const rowResultBytes = load<i32>(rowSegment, 8);
  const rowSourceBytes = load<i32>(rowSegment, 16);
  source = <usize>(
    (load<i32>(args) +
      image * imageSourceBytes +
      (load<i32>(rowSegment, 12) + row * rowSourceBytes) +
      (load<i32>(columnSegment, 12) + column * columnSource))
  );
  result = <usize>(
    (load<i32>(args, 12) +
      image * imageResultBytes +
      (load<i32>(rowSegment, 4) + row * rowResultBytes) +
      (load<i32>(columnSegment, 4) + column * columnResult))
  );
  rowSource = rowSourceBytes - columns * columnSource;
  rowResult = rowResultBytes - columns * columnResult;
  imageSource = imageSourceBytes - rows * rowSourceBytes;
  imageResult = imageResultBytes - rows * rowResultBytes;
}

/** To the next pixel. */
// @ts-ignore: decorator
@inline
export function walkOn(): void {
  source += columnSource;
  result += columnResult;
  if (++column == columns) nextRow();
}

function nextRow(): void {
  column = 0;
  source += rowSource;
  result += rowResult;
  if (++row < rows) return;
  row = 0;
  source += imageSource;
  result += imageResult;
}

/** To the first pixel of the next row or, sooner, over `most` pixels. @returns how many it went over */
export function walkRow(most: i32): i32 {
  const count = min(most, columns - column);
  source += count * columnSource;
  result += count * columnResult;
  column += count;
  if (column == columns) nextRow();
  return count;
}

/** The same, but only over pixels whose results lie one behind the other in memory. */
export function walkOverNeighbours(resultBytes: i32, most: i32): i32 {
  return walkRow(columnResult == resultBytes ? most : 1);
}
