/**
 * Products of matrices. Four rows by four columns at a time stay in registers; the right matrix is laid out in panels
 * of four columns beforehand, in double precision, so that the inner loop reads straight ahead and converts nothing.
 */
import type { Numbers } from '../shared';

const BLOCK = 4;

/** A matrix of `rows` by `columns` that lies in an array: element (i, j) at `offset + i * rowStep + j * columnStep`. */
export interface MatrixView {
  readonly data: Numbers;
  readonly offset: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** The right matrix of a product, ready to be used many times. */
export interface Panels {
  readonly depth: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** @param depth rows of the right matrix */
export function packPanels(b: MatrixView, depth: number, columns: number): Panels {
  const width = Math.ceil(columns / BLOCK) * BLOCK;
  const data = new Float64Array(depth * width);
  const { data: source, offset, rowStep, columnStep } = b;
  for (let p = 0; p < depth; p++) {
    for (let j = 0, from = offset + p * rowStep; j < columns; j++, from += columnStep) {
      data[(j - (j % BLOCK)) * depth + p * BLOCK + (j % BLOCK)] = source[from]!;
    }
  }
  return { depth, columns, data };
}

/**
 * Writes `rows` rows of a product.
 * @param out the results; row i starts at `to + i * outStep`
 */
export function multiplyPanels(
  a: MatrixView,
  rows: number,
  panels: Panels,
  out: Numbers,
  to: number,
  outStep: number,
): void {
  const { depth, columns } = panels;
  const strip = new Float64Array(depth * BLOCK);
  const block = new Float64Array(BLOCK * BLOCK);
  for (let i = 0; i < rows; i += BLOCK) {
    const height = Math.min(BLOCK, rows - i);
    packStrip(strip, a, i, height, depth);
    for (let j = 0; j < columns; j += BLOCK) {
      const width = Math.min(BLOCK, columns - j);
      if (height === 1) multiplyRow(strip, panels.data, j * depth, depth, block);
      else multiplyBlock(strip, panels.data, j * depth, depth, block);
      for (let r = 0; r < height; r++) {
        const at = to + (i + r) * outStep + j;
        for (let c = 0; c < width; c++) out[at + c] = block[r * BLOCK + c]!;
      }
    }
  }
}

/** Four rows of the left matrix, interleaved. */
function packStrip(
  strip: Float64Array,
  { data, offset, rowStep, columnStep }: MatrixView,
  row: number,
  height: number,
  depth: number,
): void {
  if (height < BLOCK) strip.fill(0);
  for (let r = 0; r < height; r++) {
    let from = offset + (row + r) * rowStep;
    for (let p = r; p < depth * BLOCK; p += BLOCK, from += columnStep) strip[p] = data[from]!;
  }
}

function multiplyRow(
  a: Float64Array,
  b: Float64Array,
  offset: number,
  depth: number,
  block: Float64Array,
): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let p = 0, q = offset; p < depth * BLOCK; p += BLOCK, q += BLOCK) {
    const x = a[p]!;
    s0 += x * b[q]!;
    s1 += x * b[q + 1]!;
    s2 += x * b[q + 2]!;
    s3 += x * b[q + 3]!;
  }
  block[0] = s0;
  block[1] = s1;
  block[2] = s2;
  block[3] = s3;
}

function multiplyBlock(
  a: Float64Array,
  b: Float64Array,
  offset: number,
  depth: number,
  block: Float64Array,
): void {
  for (let half = 0; half < BLOCK; half += 2) {
    let s00 = 0;
    let s01 = 0;
    let s02 = 0;
    let s03 = 0;
    let s10 = 0;
    let s11 = 0;
    let s12 = 0;
    let s13 = 0;
    for (let p = half, q = offset; p < depth * BLOCK; p += BLOCK, q += BLOCK) {
      const x0 = a[p]!;
      const x1 = a[p + 1]!;
      const y0 = b[q]!;
      const y1 = b[q + 1]!;
      const y2 = b[q + 2]!;
      const y3 = b[q + 3]!;
      s00 += x0 * y0;
      s01 += x0 * y1;
      s02 += x0 * y2;
      s03 += x0 * y3;
      s10 += x1 * y0;
      s11 += x1 * y1;
      s12 += x1 * y2;
      s13 += x1 * y3;
    }
    const at = half * BLOCK;
    block[at] = s00;
    block[at + 1] = s01;
    block[at + 2] = s02;
    block[at + 3] = s03;
    block[at + 4] = s10;
    block[at + 5] = s11;
    block[at + 6] = s12;
    block[at + 7] = s13;
  }
}
