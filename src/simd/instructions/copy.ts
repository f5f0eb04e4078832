import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface CopyAt {
  readonly x: number;
  readonly out: number;
  readonly count: number;
}

/** Copies `count` floats; the two do not overlap. */
export function copy(tape: TapeWriter, { x, out, count }: CopyAt): void {
  copyBlocks(tape, {
    x,
    out,
    outer: 1,
    rows: 1,
    length: count,
    xStrides: [0, 0],
    outStrides: [0, 0],
  });
}

/** `outer` times `rows` blocks of `length` floats; strides say how far apart they lie, in floats. */
export interface Blocks {
  readonly x: number;
  readonly out: number;
  readonly outer: number;
  readonly rows: number;
  readonly length: number;
  readonly xStrides: readonly [outer: number, row: number];
  readonly outStrides: readonly [outer: number, row: number];
}

export function copyBlocks(tape: TapeWriter, blocks: Blocks): void {
  const { x, out, outer, rows, length, xStrides, outStrides } = blocks;
  tape.add(ElementsOpcode.CopyBlocks, [x, out, outer, rows, length, ...xStrides, ...outStrides]);
}
