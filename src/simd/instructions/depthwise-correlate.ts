import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import { correlateHead, correlateTables, type Correlate } from './correlate';
import { epilogueFloats, epilogueInts } from './epilogue';
import type { Phase } from './window';

export interface DepthwiseCorrelate extends Correlate {
  readonly kernelWidth: number;
}

/** As `correlate`, but each channel by itself: forward or, with fewer results than sources, the way back. */
export function depthwiseCorrelate(tape: TapeWriter, at: DepthwiseCorrelate): void {
  const { rows, columns, sourceChannels, resultChannels, kernelWidth } = at;
  const tapBytes = 4 * Math.max(sourceChannels, resultChannels);
  const rowBytes = kernelWidth * tapBytes;
  const first = (rows.kernel[0] ?? 0) * rowBytes + (columns.kernel[0] ?? 0) * tapBytes;
  const steps = [stepOf(rows) * rowBytes, stepOf(columns) * tapBytes];
  const head = correlateHead({ ...at, packed: at.packed + first });
  const ints = [...head, ...steps, Number(sourceChannels > resultChannels), ...correlateTables(at)];
  tape.add(
    ConvOpcode.DepthwiseCorrelate,
    [...ints, ...epilogueInts(at.epilogue)],
    epilogueFloats(at.epilogue),
  );
}

/** Distance in the kernel from tap to tap. */
function stepOf({ kernel: [first = 0, second = first] }: Phase): number {
  return second - first;
}
