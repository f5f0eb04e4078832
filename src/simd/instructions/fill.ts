import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface Fill {
  readonly out: number;
  readonly count: number;
  readonly value: number;
}

/** Sets `count` floats to one value. */
export function fill(tape: TapeWriter, { out, count, value }: Fill): void {
  tape.add(ElementsOpcode.Fill, [out, count], [value]);
}
