import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';
import type { DropoutAt } from './epilogue';

export interface DropoutOpAt extends DropoutAt {
  readonly x: number;
  readonly out: number;
  readonly count: number;
}

/** Keeps element i, times `scale`, where its random number is at least `rate`; `out` may be `x`. */
export function dropout(tape: TapeWriter, { x, out, count, rate, scale, key }: DropoutOpAt): void {
  tape.add(ElementsOpcode.Dropout, [x, out, count, key], [rate, scale]);
}
