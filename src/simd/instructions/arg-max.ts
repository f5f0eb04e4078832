import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface ArgMaxAt {
  readonly x: number;
  readonly out: number;
  readonly rows: number;
  readonly size: number;
}

/** The place of the first largest value of each row, as a float. */
export function argMax(tape: TapeWriter, { x, out, rows, size }: ArgMaxAt): void {
  tape.add(ElementsOpcode.ArgMax, [x, out, rows, size]);
}
