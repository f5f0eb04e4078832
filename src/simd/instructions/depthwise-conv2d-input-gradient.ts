import type { TapeWriter } from '../tape';
import { depthwiseCorrelate } from './depthwise-correlate';
import type { GateAt } from './epilogue';
import { backwardPhases, heightOf, widthOf, type Window } from './window';

export interface DepthwiseConv2DInputGradientAt {
  /** [samples, outHeight, outWidth, outChannels] */
  readonly gradient: number;
  /** [kernelHeight, kernelWidth, inChannels, multiplier] */
  readonly weights: number;
  /** [samples, inHeight, inWidth, inChannels] */
  readonly out: number;
  readonly samples: number;
  readonly window: Window;
  readonly gate?: GateAt | undefined;
}

/** `out = gate(gradient of a depthwise convolution by its input)`. */
export function depthwiseConv2dInputGradient(
  tape: TapeWriter,
  at: DepthwiseConv2DInputGradientAt,
): void {
  const { window } = at;
  for (const rows of backwardPhases(heightOf(window))) {
    for (const columns of backwardPhases(widthOf(window))) {
      depthwiseCorrelate(tape, {
        source: at.gradient,
        packed: at.weights,
        out: at.out,
        samples: at.samples,
        sourceWidth: window.outWidth,
        sourceHeight: window.outHeight,
        sourceChannels: window.outChannels,
        resultWidth: window.inWidth,
        resultHeight: window.inHeight,
        resultChannels: window.inChannels,
        rows,
        columns,
        epilogue: at.gate,
        kernelWidth: window.kernelWidth,
      });
    }
  }
}
