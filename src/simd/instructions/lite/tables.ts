import { Int8Opcode } from '../../opcodes/int8';
import type { TapeWriter } from '../../tape';

/** Input and output of `count` elements; up to 16 bytes behind the output may be written. */
export interface LiteElements {
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

/** A function of bytes: 256 of them at `table`, in the order of the input as uint8. */
export function map(tape: TapeWriter, at: LiteElements & { readonly table: number }): void {
  tape.add(Int8Opcode.Map, [at.x, at.y, at.count, at.table, 0]);
}

/** Turns over some bits of each byte. */
export function flip(tape: TapeWriter, at: LiteElements & { readonly bits: number }): void {
  tape.add(Int8Opcode.Map, [at.x, at.y, at.count, 0, at.bits]);
}

/** A function from bytes to words of 4 bytes: 256 of them at `table`. */
export function mapToWords(tape: TapeWriter, at: LiteElements & { readonly table: number }): void {
  tape.add(Int8Opcode.MapToWords, [at.x, at.y, at.count, at.table]);
}

export interface LitePair {
  readonly a: number;
  /** Begins again after `period` elements of `a`. */
  readonly b: number;
  readonly y: number;
  readonly count: number;
  readonly period: number;
}

/** A function of two bytes: at `table` 256 results for each value of `a`, both as uint8. */
export function combine(tape: TapeWriter, at: LitePair & { readonly table: number }): void {
  tape.add(Int8Opcode.Combine, [at.a, at.b, at.y, at.count, at.table, at.period]);
}

/** SOFTMAX of rows of int8 or uint8, with the exponentials of 0, -1, … -255 steps at `table`: 31 bits of a fraction. */
export function softmax(
  tape: TapeWriter,
  at: {
    readonly x: number;
    readonly y: number;
    readonly rows: number;
    readonly length: number;
    readonly table: number;
    readonly isSigned: boolean;
  },
): void {
  const flipped = at.isSigned ? 128 : 0;
  tape.add(Int8Opcode.Softmax, [at.x, at.y, at.rows, at.length, at.table, flipped]);
}
