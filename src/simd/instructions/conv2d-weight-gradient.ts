import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import { fitsThread, runsOf, sparseWords, turnedBytes } from './sparse-window';
import {
  STRETCHES,
  stretchesOf,
  weightGradient,
  weightGradientScratchBytes,
  type WeightGradientAt,
} from './weight-gradient';
import type { Window } from './window';

export type Conv2DWeightGradientAt = WeightGradientAt;

export function conv2dWeightGradientScratchBytes(window: Window): number {
  if (canBeSparse(window)) return STRETCHES * sparseStretchBytes(window);
  return weightGradientScratchBytes(weightsOf(window), window);
}

/** The gradient by the weights [kernelHeight, kernelWidth, inChannels, outChannels], and by the bias. */
export function conv2dWeightGradient(tape: TapeWriter, at: Conv2DWeightGradientAt): void {
  const { window } = at;
  if (canBeSparse(window)) sparse(tape, at);
  else weightGradient(tape, ConvOpcode.WeightGradient, at, weightsOf(window));
}

/** Lists are made for four output channels at a time; with large weights there would be too many sums. */
function canBeSparse(window: Window): boolean {
  const pixels = window.outHeight * window.outWidth;
  return stretchesOf(weightsOf(window)) > 1 && fitsThread(window, 4 * 8 * (pixels + 1));
}

function sparseStretchBytes(window: Window): number {
  return 16 * Math.ceil(window.outChannels / 4) + turnedBytes(window);
}

function sparse(tape: TapeWriter, at: Conv2DWeightGradientAt): void {
  const { x, gradient, out, biasOut = 0, samples, window, scratch } = at;
  const { runs, length, vectors } = runsOf(window);
  const sums = [scratch, STRETCHES, sparseStretchBytes(window)];
  const shared = sparseWords(x, gradient, samples, window);
  tape.add(ConvOpcode.SparseWeightGradient, [...shared, ...sums]);
  const { outChannels } = window;
  const ints = [...sums, out, biasOut, outChannels, runs, length, vectors];
  tape.add(ConvOpcode.SumTurned, ints);
}

function weightsOf({ kernelHeight, kernelWidth, inChannels, outChannels }: Window): number {
  return kernelHeight * kernelWidth * inChannels * outChannels;
}
