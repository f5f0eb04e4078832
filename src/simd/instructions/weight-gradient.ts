/** What the weight gradients of both kinds of convolution have in common. */

import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import { heightOf, tapRanges, widthOf, type TapRange, type Window } from './window';

/**
 * Stretches of the batch that are summed each by one thread, then added in order: the result is the same for any number
 * of threads. Large weights leave enough work for threads within one stretch.
 */
export const STRETCHES = 8;
const LARGE_WEIGHTS = 65_536;

export interface WeightGradientAt {
  /** [samples, inHeight, inWidth, inChannels] */
  readonly x: number;
  /** [samples, outHeight, outWidth, outChannels] */
  readonly gradient: number;
  /** As the weights. */
  readonly out: number;
  /** [outChannels] */
  readonly biasOut?: number | undefined;
  readonly samples: number;
  readonly window: Window;
  /** As many bytes as the function for this gradient says, that nothing else uses meanwhile. */
  readonly scratch: number;
}

/** @param weights floats in the weights */
export function weightGradientScratchBytes(weights: number, { outChannels }: Window): number {
  const stretches = stretchesOf(weights);
  return stretches === 1 ? 0 : 4 * stretches * (weights + outChannels);
}

/** Sums over stretches of the batch, then over the stretches. */
export function weightGradient(
  tape: TapeWriter,
  opcode: ConvOpcode,
  at: WeightGradientAt,
  weights: number,
): void {
  const { window, scratch, out, biasOut = 0 } = at;
  const stretches = stretchesOf(weights);
  if (stretches === 1) {
    tape.add(opcode, [...wordsOf(at, 1), out, 0, biasOut, 0, ...tablesOf(window)]);
    return;
  }
  const biases = biasOut ? window.outChannels : 0;
  const bytes = 4 * (weights + biases);
  const biasPart = biasOut ? scratch + 4 * weights : 0;
  tape.add(opcode, [
    ...wordsOf(at, stretches),
    scratch,
    bytes,
    biasPart,
    bytes,
    ...tablesOf(window),
  ]);
  tape.add(ConvOpcode.SumPartials, [scratch, stretches, bytes, out, weights, biasOut, biases]);
}

/** @param weights floats in the weights */
export function stretchesOf(weights: number): number {
  return weights >= LARGE_WEIGHTS ? 1 : STRETCHES;
}

function wordsOf({ x, gradient, samples, window }: WeightGradientAt, stretches: number): number[] {
  const { inChannels, outChannels, strideHeight, strideWidth } = window;
  const inRow = 4 * window.inWidth * inChannels;
  const outRow = 4 * window.outWidth * outChannels;
  return [
    x,
    gradient,
    samples,
    stretches,
    inChannels,
    outChannels,
    window.inHeight * inRow,
    window.outHeight * outRow,
    strideHeight * inRow,
    outRow,
    strideWidth * 4 * inChannels,
    window.outHeight * window.outWidth,
    window.kernelHeight,
    window.kernelWidth,
  ];
}

/** Where each tap meets the input, in bytes of the input and of the output: rows first, then columns. */
function tablesOf(window: Window): number[] {
  const { inChannels, outChannels, inWidth, outWidth } = window;
  const rows = tapRanges(heightOf(window));
  const columns = tapRanges(widthOf(window));
  return [
    ...rows.flatMap((range) =>
      rangeWords(range, 4 * inWidth * inChannels, 4 * outWidth * outChannels),
    ),
    ...columns.flatMap((range) => rangeWords(range, 4 * inChannels, 4 * outChannels)),
  ];
}

function rangeWords(
  { input, output, count }: TapRange,
  inBytes: number,
  outBytes: number,
): number[] {
  return [input * inBytes, output * outBytes, count];
}
