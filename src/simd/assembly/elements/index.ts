import { ElementsOpcode } from '../../opcodes/elements';
import { fill } from './fill';

/** Runs one instruction of this family. */
export function elementsStep(opcode: i32, args: usize, thread: i32, threads: i32): void {
  switch (opcode) {
    case ElementsOpcode.Fill:
      return fill(args, thread, threads);
    default:
      unreachable();
  }
}
