import { DenseOpcode } from '../opcodes/dense';
import type { TapeWriter } from '../tape';
import { updateFloats, updateInts, type UpdateInto } from './update';

export interface DenseWeightGradientAt {
  /** [rows, inputs] */
  readonly x: number;
  /** [rows, units] */
  readonly gradient: number;
  /** [inputs, units]; absent with an update. */
  readonly out?: number | undefined;
  /** [units] */
  readonly biasOut?: number | undefined;
  readonly rows: number;
  readonly inputs: number;
  readonly units: number;
  /** The gradient goes into this variable and is not stored. */
  readonly update?: UpdateInto | undefined;
  readonly biasUpdate?: UpdateInto | undefined;
}

/** `out = transposed x * gradient`, `biasOut` = sum of the gradient's rows; either may go into a variable instead. */
export function denseWeightGradient(tape: TapeWriter, at: DenseWeightGradientAt): void {
  const { x, gradient, out, biasOut, rows, inputs, units, update, biasUpdate } = at;
  tape.add(
    DenseOpcode.DenseWeightGradient,
    [
      ...[x, gradient, out ?? 0, biasOut ?? 0, rows, inputs, units],
      ...updateInts(update),
      ...updateInts(biasUpdate),
    ],
    [...updateFloats(update), ...updateFloats(biasUpdate)],
  );
}
