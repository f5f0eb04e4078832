import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface BroadcastAt {
  readonly x: number;
  readonly out: number;
  readonly outer: number;
  readonly repeated: number;
  readonly inner: number;
  readonly isMean: boolean;
}

/** `out[o, r, i] = x[o, i]`, divided by `repeated` if it is the gradient of a mean. */
export function broadcast(tape: TapeWriter, at: BroadcastAt): void {
  const { x, out, outer, repeated, inner, isMean } = at;
  const ints = [x, out, outer, repeated, inner];
  tape.add(ElementsOpcode.Broadcast, ints, [isMean ? repeated : 1]);
}
