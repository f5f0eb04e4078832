import { ElementsOpcode } from '../../opcodes/elements';
import { binary } from './binary';
import { broadcast } from './broadcast';
import { argMax, oneHot } from './classes';
import { copyBlocks, copyStrided } from './copy';
import { crossEntropy, crossEntropyGradient } from './cross-entropy';
import { dropout } from './dropout';
import { expandBytes, expandTable } from './expand-bytes';
import { fill } from './fill';
import { reduce } from './reduce';
import { select } from './select';
import { softmax, softmaxGradient } from './softmax';
import { unary, unaryGradient } from './unary';

/** Runs one instruction of this family. */
export function elementsStep(opcode: i32, args: usize, thread: i32, threads: i32): void {
  switch (opcode) {
    case ElementsOpcode.Fill: return fill(args, thread, threads);
    case ElementsOpcode.Unary: return unary(args, thread, threads);
    case ElementsOpcode.UnaryGradient: return unaryGradient(args, thread, threads);
    case ElementsOpcode.Binary: return binary(args, thread, threads);
    case ElementsOpcode.Select: return select(args, thread, threads);
    case ElementsOpcode.Reduce: return reduce(args, thread, threads);
    case ElementsOpcode.Broadcast: return broadcast(args, thread, threads);
    case ElementsOpcode.Softmax: return softmax(args, thread, threads);
    case ElementsOpcode.SoftmaxGradient: return softmaxGradient(args, thread, threads);
    case ElementsOpcode.CrossEntropy: return crossEntropy(args, thread, threads);
    case ElementsOpcode.CrossEntropyGradient: return crossEntropyGradient(args, thread, threads);
    case ElementsOpcode.ArgMax: return argMax(args, thread, threads);
    case ElementsOpcode.OneHot: return oneHot(args, thread, threads);
    case ElementsOpcode.CopyBlocks: return copyBlocks(args, thread, threads);
    case ElementsOpcode.CopyStrided: return copyStrided(args, thread, threads);
    case ElementsOpcode.Dropout: return dropout(args, thread, threads);
    case ElementsOpcode.ExpandBytes: return expandBytes(args, thread, threads);
    case ElementsOpcode.ExpandTable: return expandTable(args, thread, threads);
    default: unreachable();
  }
}
