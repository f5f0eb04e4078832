import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import {
  weightGradient,
  weightGradientScratchBytes,
  type WeightGradientAt,
} from './weight-gradient';
import type { Window } from './window';

export type Conv2DWeightGradientAt = WeightGradientAt;

export function conv2dWeightGradientScratchBytes(window: Window): number {
  return weightGradientScratchBytes(weightsOf(window), window);
}

/** The gradient by the weights [kernelHeight, kernelWidth, inChannels, outChannels], and by the bias. */
export function conv2dWeightGradient(tape: TapeWriter, at: Conv2DWeightGradientAt): void {
  weightGradient(tape, ConvOpcode.WeightGradient, at, weightsOf(at.window));
}

function weightsOf({ kernelHeight, kernelWidth, inChannels, outChannels }: Window): number {
  return kernelHeight * kernelWidth * inChannels * outChannels;
}
