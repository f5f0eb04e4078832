import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface OneHotAt {
  readonly x: number;
  readonly out: number;
  readonly rows: number;
  readonly size: number;
  readonly on: number;
  readonly off: number;
}

/** `out[r, i]` is `on` where `x[r]`, without its fraction, is `i`, else `off`. */
export function oneHot(tape: TapeWriter, { x, out, rows, size, on, off }: OneHotAt): void {
  tape.add(ElementsOpcode.OneHot, [x, out, rows, size], [on, off]);
}
