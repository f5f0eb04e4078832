import type { TapeWriter } from '../tape';
import { copyBlocks } from './copy';
import { fill } from './fill';

export interface PadAt {
  readonly x: number;
  readonly out: number;
  readonly samples: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Zeros around images: `x` is [samples, height, width, channels]. */
export function pad(tape: TapeWriter, at: PadAt): void {
  const { x, out, samples, height, row, offset, wideRow, wideImage } = sizesOf(at);
  fill(tape, { out, count: samples * wideImage, value: 0 });
  copyBlocks(tape, {
    x,
    out: out + 4 * offset,
    outer: samples,
    rows: height,
    length: row,
    xStrides: [height * row, row],
    outStrides: [wideImage, wideRow],
  });
}

/** The opposite: `out` is [samples, height, width, channels]. */
export function crop(tape: TapeWriter, at: PadAt): void {
  const { x, out, samples, height, row, offset, wideRow, wideImage } = sizesOf(at);
  copyBlocks(tape, {
    x: x + 4 * offset,
    out,
    outer: samples,
    rows: height,
    length: row,
    xStrides: [wideImage, wideRow],
    outStrides: [height * row, row],
  });
}

/** In elements; `wide` is with what lies around. */
function sizesOf(at: PadAt) {
  const { height, width, channels, top, bottom, left, right } = at;
  const wideRow = (left + width + right) * channels;
  return {
    ...at,
    row: width * channels,
    wideRow,
    wideImage: (top + height + bottom) * wideRow,
    offset: top * wideRow + left * channels,
  };
}
