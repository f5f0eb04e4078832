import type { TapeWriter } from '../tape';
import { correlate, packWeights, packedBytes } from './correlate';
import type { EpilogueAt } from './epilogue';
import { forwardPhase, heightOf, widthOf, type Window } from './window';

export interface Conv2DAt {
  /** [samples, inHeight, inWidth, inChannels] */
  readonly x: number;
  /** [kernelHeight, kernelWidth, inChannels, outChannels] */
  readonly weights: number;
  /** [outChannels] */
  readonly bias?: number | undefined;
  /** [samples, outHeight, outWidth, outChannels] */
  readonly out: number;
  readonly samples: number;
  readonly window: Window;
  readonly epilogue?: EpilogueAt | undefined;
  /** `conv2dScratchBytes(window)` bytes that nothing else uses meanwhile. */
  readonly scratch: number;
}

export function conv2dScratchBytes(window: Window): number {
  return packedBytes(weightRows(window), window.outChannels);
}

/** `out = epilogue(convolution of x with weights, plus bias)`. */
export function conv2d(tape: TapeWriter, at: Conv2DAt): void {
  const { window } = at;
  const rows = weightRows(window);
  packWeights(tape, {
    weights: at.weights,
    out: at.scratch,
    rows,
    columns: window.outChannels,
    rowStride: window.outChannels,
    columnStride: 1,
    taps: [0],
  });
  correlate(tape, {
    source: at.x,
    packed: at.scratch,
    bias: at.bias,
    out: at.out,
    samples: at.samples,
    sourceWidth: window.inWidth,
    sourceHeight: window.inHeight,
    sourceChannels: window.inChannels,
    resultWidth: window.outWidth,
    resultHeight: window.outHeight,
    resultChannels: window.outChannels,
    rows: forwardPhase(heightOf(window)),
    columns: forwardPhase(widthOf(window)),
    epilogue: at.epilogue,
  });
}

function weightRows({ kernelHeight, kernelWidth, inChannels }: Window): number {
  return kernelHeight * kernelWidth * inChannels;
}
