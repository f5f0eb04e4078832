import type { TapeWriter } from '../tape';
import { copyBlocks } from './copy';

export interface ConcatAt {
  readonly inputs: readonly number[];
  /** Elements of a row of each input. */
  readonly sizes: readonly number[];
  readonly out: number;
  readonly rows: number;
}

/** Rows of the inputs one behind the other. */
export function concat(tape: TapeWriter, { inputs, sizes, out, rows }: ConcatAt): void {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let start = 0;
  inputs.forEach((x, i) => {
    const length = sizes[i]!;
    copyBlocks(tape, {
      x,
      out: out + 4 * start,
      outer: 1,
      rows,
      length,
      xStrides: [0, length],
      outStrides: [0, total],
    });
    start += length;
  });
}

export interface SliceAt {
  readonly x: number;
  readonly out: number;
  readonly rows: number;
  readonly size: number;
  readonly start: number;
  readonly length: number;
}

/** From each row of `size` elements, `length` from `start` on. */
export function slice(tape: TapeWriter, { x, out, rows, size, start, length }: SliceAt): void {
  copyBlocks(tape, {
    x: x + 4 * start,
    out,
    outer: 1,
    rows,
    length,
    xStrides: [0, size],
    outStrides: [0, length],
  });
}
