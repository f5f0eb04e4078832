/** Products with few rows on the left: laying out the right matrix anew would cost more than it saves. */
import type { Numbers } from '../shared';
import type { MatrixView } from './gemm';

/** Rows from which panels pay. */
export const FEW = 6;

/** Adds up multiples of the right matrix's rows, four at a time; its columns must lie side by side. */
export function multiplyFewRows(
  a: MatrixView,
  rows: number,
  b: MatrixView,
  depth: number,
  columns: number,
  out: Numbers,
  to: number,
): void {
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    addMultiples(sums, a, a.offset + i * a.rowStep, b, depth);
    for (let j = 0; j < columns; j++) out[to + i * columns + j] = sums[j]!;
  }
}

function addMultiples(
  sums: Float64Array,
  { data: left, columnStep }: MatrixView,
  start: number,
  { data: right, offset, rowStep }: MatrixView,
  depth: number,
): void {
  let p = 0;
  for (let at = start; p + 4 <= depth; p += 4, at += 4 * columnStep) {
    const x0 = left[at]!;
    const x1 = left[at + columnStep]!;
    const x2 = left[at + 2 * columnStep]!;
    const x3 = left[at + 3 * columnStep]!;
    const q0 = offset + p * rowStep;
    const q1 = q0 + rowStep;
    const q2 = q1 + rowStep;
    const q3 = q2 + rowStep;
    for (let j = 0; j < sums.length; j++) {
      sums[j]! +=
        x0 * right[q0 + j]! + x1 * right[q1 + j]! + x2 * right[q2 + j]! + x3 * right[q3 + j]!;
    }
  }
  for (; p < depth; p++) {
    const x = left[start + p * columnStep]!;
    const q = offset + p * rowStep;
    for (let j = 0; j < sums.length; j++) sums[j]! += x * right[q + j]!;
  }
}
