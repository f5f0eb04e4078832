import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface CrossEntropyAt {
  readonly logits: number;
  /** Class numbers [rows] if sparse, else distributions [rows, classes]. */
  readonly targets: number;
  readonly isSparse: boolean;
  readonly out: number;
  readonly rows: number;
  readonly classes: number;
}

/** `out[r] = -sum over c of target[r, c] * logSoftmax(logits[r])[c]`; class numbers outside count as no target. */
export function crossEntropy(tape: TapeWriter, at: CrossEntropyAt): void {
  const { logits, targets, isSparse, out, rows, classes } = at;
  tape.add(ElementsOpcode.CrossEntropy, [logits, targets, Number(isSparse), out, rows, classes]);
}

export interface CrossEntropyGradientAt extends CrossEntropyAt {
  /** [rows] */
  readonly gradient: number;
}

/** `out[r, c] = gradient[r] * (softmax(logits[r])[c] * sum(target[r]) - target[r, c])`; `out` may be `logits`. */
export function crossEntropyGradient(tape: TapeWriter, at: CrossEntropyGradientAt): void {
  const { logits, targets, isSparse, gradient, out, rows, classes } = at;
  const ints = [logits, targets, Number(isSparse), gradient, out, rows, classes];
  tape.add(ElementsOpcode.CrossEntropyGradient, ints);
}
