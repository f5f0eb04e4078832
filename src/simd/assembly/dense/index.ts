import { DenseOpcode } from '../../opcodes/dense';
import { dense, denseInputGradient } from './dense';
import { update } from './update';
import { denseWeightGradient } from './weight-gradient';

/** Runs one instruction of this family. */
export function denseStep(opcode: i32, args: usize, thread: i32, threads: i32): void {
  switch (opcode) {
    case DenseOpcode.Dense:
      return dense(args, thread, threads);
    case DenseOpcode.DenseInputGradient:
      return denseInputGradient(args, thread, threads);
    case DenseOpcode.DenseWeightGradient:
      return denseWeightGradient(args, thread, threads);
    case DenseOpcode.Update:
      return update(args, thread, threads);
    default:
      unreachable();
  }
}
