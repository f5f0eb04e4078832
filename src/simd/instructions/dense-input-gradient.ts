import { DenseOpcode } from '../opcodes/dense';
import type { TapeWriter } from '../tape';
import { epilogueFloats, epilogueInts, type GateAt } from './epilogue';

export interface DenseInputGradientAt {
  /** [rows, units] */
  readonly gradient: number;
  /** [inputs, units] */
  readonly weights: number;
  /** [rows, inputs] */
  readonly out: number;
  readonly rows: number;
  readonly inputs: number;
  readonly units: number;
  readonly gate?: GateAt | undefined;
}

/** `out = gate(gradient * transposed weights)`. */
export function denseInputGradient(tape: TapeWriter, at: DenseInputGradientAt): void {
  const { gradient, weights, out, rows, inputs, units, gate } = at;
  tape.add(
    DenseOpcode.DenseInputGradient,
    [gradient, weights, out, rows, inputs, units, ...epilogueInts(gate)],
    epilogueFloats(gate),
  );
}
