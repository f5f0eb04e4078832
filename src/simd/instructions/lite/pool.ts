import { Int8Opcode } from '../../opcodes/int8';
import type { TapeWriter } from '../../tape';
import { placeWords, type LitePlace } from './layer';

export interface LitePool extends LitePlace {
  readonly x: number;
  /** With 16 bytes behind it that may be written. */
  readonly y: number;
  readonly kind: 'most' | 'average';
  /** Of float32, not of int8. */
  readonly isFloat: boolean;
  /** Images. */
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** MAX_POOL_2D and AVERAGE_POOL_2D; what lies outside of the image does not count. */
export function pool(tape: TapeWriter, at: LitePool): void {
  const kind = (at.isFloat ? 2 : 0) + (at.kind === 'average' ? 1 : 0);
  const [low, high] = at.isFloat ? [0, 0] : [at.low, at.high];
  const ints = [...placeWords(at), at.x, at.y, kind, at.count, low, high];
  tape.add(Int8Opcode.Pool, ints, [at.low, at.high]);
}
