import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import {
  weightGradient,
  weightGradientScratchBytes,
  type WeightGradientAt,
} from './weight-gradient';
import type { Window } from './window';

export type DepthwiseConv2DWeightGradientAt = WeightGradientAt;

export function depthwiseConv2dWeightGradientScratchBytes(window: Window): number {
  return weightGradientScratchBytes(weightsOf(window), window);
}

/** The gradient by the weights [kernelHeight, kernelWidth, inChannels, multiplier], and by the bias. */
export function depthwiseConv2dWeightGradient(
  tape: TapeWriter,
  at: DepthwiseConv2DWeightGradientAt,
): void {
  weightGradient(tape, ConvOpcode.DepthwiseWeightGradient, at, weightsOf(at.window));
}

function weightsOf({ kernelHeight, kernelWidth, outChannels }: Window): number {
  return kernelHeight * kernelWidth * outChannels;
}
