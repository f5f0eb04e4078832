import { Int8Opcode } from '../../opcodes/int8';
import { convolution } from './convolution';
import { depthwise } from './depthwise';
import { clampFloats, combineFloats, quantizeFloats } from './floats';
import { pool } from './pool';
import { rows } from './rows';
import { softmax } from './softmax';
import { combine, map, mapToWords } from './tables';

/** Runs one instruction of this family: the first thread does it alone, since most take less time than a barrier. */
export function int8Step(opcode: i32, args: usize, thread: i32, threads: i32): void {
  if (thread != 0) return;
  switch (opcode) {
    case Int8Opcode.Rows:
      return rows(args);
    case Int8Opcode.Convolution:
      return convolution(args);
    case Int8Opcode.Depthwise:
      return depthwise(args);
    case Int8Opcode.Pool:
      return pool(args);
    case Int8Opcode.Map:
      return map(args);
    case Int8Opcode.MapToWords:
      return mapToWords(args);
    case Int8Opcode.Combine:
      return combine(args);
    case Int8Opcode.CombineFloats:
      return combineFloats(args);
    case Int8Opcode.ClampFloats:
      return clampFloats(args);
    case Int8Opcode.Softmax:
      return softmax(args);
    case Int8Opcode.QuantizeFloats:
      return quantizeFloats(args);
    default:
      unreachable();
  }
}
