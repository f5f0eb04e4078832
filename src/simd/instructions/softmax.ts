import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';

export interface SoftmaxAt {
  readonly kind: 'softmax' | 'logSoftmax';
  readonly x: number;
  readonly out: number;
  readonly rows: number;
  readonly size: number;
}

/** Over rows of `size`; `out` may be `x`. */
export function softmax(tape: TapeWriter, { kind, x, out, rows, size }: SoftmaxAt): void {
  tape.add(ElementsOpcode.Softmax, [x, out, rows, size, Number(kind === 'logSoftmax')]);
}

export interface SoftmaxGradientAt {
  readonly kind: 'softmaxGradient' | 'logSoftmaxGradient';
  /** The result of the softmax or log-softmax. */
  readonly y: number;
  readonly gradient: number;
  readonly out: number;
  readonly rows: number;
  readonly size: number;
}

/** `out` may be `gradient` or `y`. */
export function softmaxGradient(tape: TapeWriter, at: SoftmaxGradientAt): void {
  const { kind, y, gradient, out, rows, size } = at;
  const isLog = Number(kind === 'logSoftmaxGradient');
  tape.add(ElementsOpcode.SoftmaxGradient, [y, gradient, out, rows, size, isLog]);
}
