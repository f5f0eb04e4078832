import { Int8Opcode } from '../../opcodes/int8';
import type { TapeWriter } from '../../tape';
import { addLayer, placeWords, type LiteLayer, type LitePlace } from './layer';

const NOWHERE = new Array<number>(14).fill(0);

/** Rows `[count, depth]` times weights, to `[count, units]`: FULLY_CONNECTED. */
export function rows(tape: TapeWriter, at: LiteLayer): void {
  addLayer(tape, Int8Opcode.Rows, at, NOWHERE);
}

/** CONV_2D with one group. Outside of the image floats are 0. */
export function convolution(tape: TapeWriter, at: LiteLayer & LitePlace): void {
  addLayer(tape, Int8Opcode.Convolution, at, placeWords(at));
}

/** DEPTHWISE_CONV_2D with one filter for each channel; `outside` is the input's zero point, and not part of `bias`. */
export function depthwise(tape: TapeWriter, at: LiteLayer & LitePlace): void {
  addLayer(tape, Int8Opcode.Depthwise, at, placeWords(at));
}
