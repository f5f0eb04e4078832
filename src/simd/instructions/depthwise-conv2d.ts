import type { TapeWriter } from '../tape';
import { depthwiseCorrelate } from './depthwise-correlate';
import type { EpilogueAt } from './epilogue';
import { forwardPhase, heightOf, widthOf, type Window } from './window';

export interface DepthwiseConv2DAt {
  /** [samples, inHeight, inWidth, inChannels] */
  readonly x: number;
  /** [kernelHeight, kernelWidth, inChannels, multiplier] */
  readonly weights: number;
  /** [outChannels] */
  readonly bias?: number | undefined;
  /** [samples, outHeight, outWidth, outChannels] */
  readonly out: number;
  readonly samples: number;
  readonly window: Window;
  readonly epilogue?: EpilogueAt | undefined;
}

/** `out = epilogue(convolution of x with weights, channel by channel, plus bias)`. */
export function depthwiseConv2d(tape: TapeWriter, at: DepthwiseConv2DAt): void {
  const { window } = at;
  depthwiseCorrelate(tape, {
    source: at.x,
    packed: at.weights,
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
    kernelWidth: window.kernelWidth,
  });
}
