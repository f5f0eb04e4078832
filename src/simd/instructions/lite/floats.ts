import { Int8Opcode } from '../../opcodes/int8';
import type { TapeWriter } from '../../tape';
import type { LiteElements, LitePair } from './tables';

interface Limits {
  readonly low: number;
  readonly high: number;
}

const KINDS = { add: 0, subtract: 1, multiply: 2 };

/** ADD, SUB and MUL of float32, each rounded once. */
export function combineFloats(
  tape: TapeWriter,
  at: LitePair & Limits & { readonly kind: keyof typeof KINDS },
): void {
  const ints = [at.a, at.b, at.y, at.count, at.period, KINDS[at.kind]];
  tape.add(Int8Opcode.CombineFloats, ints, [at.low, at.high]);
}

/** RELU and the like of float32. */
export function clampFloats(tape: TapeWriter, at: LiteElements & Limits): void {
  tape.add(Int8Opcode.ClampFloats, [at.x, at.y, at.count], [at.low, at.high]);
}

/** QUANTIZE of float32 to int8 or uint8, halves away from zero. */
export function quantizeFloats(
  tape: TapeWriter,
  at: LiteElements & Limits & { readonly zero: number; readonly scale: number },
): void {
  const ints = [at.x, at.y, at.count, at.zero, at.low, at.high];
  tape.add(Int8Opcode.QuantizeFloats, ints, [at.scale]);
}
