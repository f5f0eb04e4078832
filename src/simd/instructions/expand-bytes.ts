import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface ExpandBytesAt {
  /** Address of uint8 values, in rows of `size`. */
  readonly x: number;
  readonly out: number;
  readonly rows: number;
  readonly size: number;
  /** Address of a word per row: which row of `x` it is. Absent: as they lie there. */
  readonly order?: number | undefined;
  readonly values: ByteValues;
}

/**
 * What a byte stands for: `((byte - offset) / divisor) * factor + shift`, each step rounded to float32 (absent ones
 * change nothing), or the byte's place in a table of 256 floats at an address.
 */
export type ByteValues =
  | {
      readonly offset?: number;
      readonly divisor?: number;
      readonly factor?: number;
      readonly shift?: number;
    }
  | { readonly table: number };

/** Makes float32 of bytes, row by row. */
export function expandBytes(tape: TapeWriter, at: ExpandBytesAt): void {
  const { x, out, rows, size, order = 0, values } = at;
  const ints = [x, out, rows, size, order];
  if ('table' in values) {
    tape.add(ElementsOpcode.ExpandTable, [...ints, values.table]);
  } else {
    const { offset = 0, divisor = 1, factor = 1, shift = 0 } = values;
    tape.add(ElementsOpcode.ExpandBytes, ints, [offset, divisor, factor, shift]);
  }
}
