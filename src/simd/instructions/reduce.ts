import { ElementsOpcode } from '../opcodes/elements';
import { ReduceCode } from '../opcodes/functions';
import { Scratch } from '../opcodes/scratch';
import type { TapeWriter } from '../tape';

const CODES = {
  sum: ReduceCode.Sum,
  mean: ReduceCode.Sum,
  max: ReduceCode.Max,
  min: ReduceCode.Min,
};

export interface ReduceAt {
  readonly fn: 'sum' | 'mean' | 'max' | 'min';
  readonly x: number;
  readonly out: number;
  readonly outer: number;
  readonly reduced: number;
  readonly inner: number;
}

/** Values that a thread reduces before it is worth having more of them. */
const WORTHWHILE = 4096;
/** Results for which there is enough to share without cutting `reduced`. */
const PLENTY = 256;

/**
 * `x` is [outer, reduced, inner], `out` [outer, inner]. A sum has several accumulators and adds up those of stretches,
 * so long sums lose no digits; its order does not depend on the number of threads. Of nothing: 0, NaN for a mean, and
 * -Infinity and Infinity for max and min.
 */
export function reduce(tape: TapeWriter, at: ReduceAt): void {
  const { fn, x, out, outer, reduced, inner } = at;
  const divisor = fn === 'mean' ? reduced : 1;
  const parts = partsOf(at);
  if (parts === 1) return step(tape, { ...at, parts, length: reduced, divisor });
  const length = Math.ceil(reduced / parts);
  const rest = Math.ceil(reduced / length);
  step(tape, { fn, x, out: Scratch.Start, outer, reduced, inner, parts: rest, length, divisor: 1 });
  const partial = { fn, x: Scratch.Start, out, outer, reduced: rest, inner };
  step(tape, { ...partial, parts: 1, length: rest, divisor });
}

/** Into how many parts `reduced` is cut, so that threads have something to share where there are few results. */
function partsOf({ outer, reduced, inner }: ReduceAt): number {
  const results = outer * inner;
  if (results >= PLENTY || results * reduced < WORTHWHILE) return 1;
  const room = Math.floor((Scratch.End - Scratch.Start) / 4 / results);
  return Math.max(1, Math.min(64, room, Math.floor(reduced / 16)));
}

interface Step extends ReduceAt {
  /** Each result is first so many results, each of `length` values (the last of what is left). */
  readonly parts: number;
  readonly length: number;
  readonly divisor: number;
}

function step(tape: TapeWriter, at: Step): void {
  const { fn, x, out, outer, reduced, inner, parts, length, divisor } = at;
  const ints = [CODES[fn], x, out, outer, reduced, inner, parts, length];
  tape.add(ElementsOpcode.Reduce, ints, [divisor]);
}
