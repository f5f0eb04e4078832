import { DenseOpcode } from '../opcodes/dense';
import type { TapeWriter } from '../tape';
import { epilogueFloats, epilogueInts, type EpilogueAt } from './epilogue';

export interface DenseAt {
  /** [rows, inputs] */
  readonly x: number;
  /** [inputs, units] */
  readonly weights: number;
  /** [units] */
  readonly bias?: number | undefined;
  /** [rows, units] */
  readonly out: number;
  readonly rows: number;
  readonly inputs: number;
  readonly units: number;
  readonly epilogue?: EpilogueAt | undefined;
}

/** `out = epilogue(x * weights + bias)`. */
export function dense(tape: TapeWriter, at: DenseAt): void {
  const { x, weights, bias, out, rows, inputs, units, epilogue } = at;
  tape.add(
    DenseOpcode.Dense,
    [x, weights, bias ?? 0, out, rows, inputs, units, ...epilogueInts(epilogue)],
    epilogueFloats(epilogue),
  );
}
