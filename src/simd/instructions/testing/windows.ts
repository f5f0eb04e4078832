/** Plain loops in float64 over windows: what the tests of convolutions and pooling compare with. */
import type { Window } from '../window';

/** A window as a layer describes it. */
export interface Layer {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: readonly [number, number];
  readonly strides?: number;
  readonly dilation?: number;
  readonly padding: 'same' | 'valid';
}

/** The window of a layer, with padding as TensorFlow lays it: the odd one behind. */
export function windowOf(layer: Layer): Window {
  const { strides = 1, dilation = 1, kernel, padding } = layer;
  const [outHeight, padTop] = outputOf(layer.height, kernel[0], strides, dilation, padding);
  const [outWidth, padLeft] = outputOf(layer.width, kernel[1], strides, dilation, padding);
  return {
    inHeight: layer.height,
    inWidth: layer.width,
    inChannels: layer.channels,
    outHeight,
    outWidth,
    outChannels: layer.filters,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideHeight: strides,
    strideWidth: strides,
    padTop,
    padLeft,
    dilationHeight: dilation,
    dilationWidth: dilation,
  };
}

function outputOf(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  padding: 'same' | 'valid',
): [output: number, pad: number] {
  const reach = (kernel - 1) * dilation + 1;
  if (padding === 'valid') return [Math.floor((size - reach) / stride) + 1, 0];
  const output = Math.ceil(size / stride);
  return [output, Math.max(0, (output - 1) * stride + reach - size) >> 1];
}

export type Visit = (input: number, output: number, tap: number) => void;

/** Calls back for each tap of each window that lies inside, with the numbers of pixels and of the tap. */
export function visitTaps(window: Window, samples: number, visit: Visit): void {
  const { inHeight, inWidth, outHeight, outWidth, kernelHeight, kernelWidth } = window;
  const pixels = samples * outHeight * outWidth;
  for (let output = 0; output < pixels; output++) {
    const sample = Math.floor(output / (outHeight * outWidth));
    const top = (Math.floor(output / outWidth) % outHeight) * window.strideHeight - window.padTop;
    const left = (output % outWidth) * window.strideWidth - window.padLeft;
    for (let tap = 0; tap < kernelHeight * kernelWidth; tap++) {
      const row = top + Math.floor(tap / kernelWidth) * window.dilationHeight;
      const column = left + (tap % kernelWidth) * window.dilationWidth;
      if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) continue;
      visit((sample * inHeight + row) * inWidth + column, output, tap);
    }
  }
}

/** Calls back for each product of a convolution, with the places of its three factors. */
export function visitProducts(window: Window, samples: number, visit: Visit): void {
  const { inChannels, outChannels } = window;
  visitTaps(window, samples, (input, output, tap) => {
    for (let i = 0; i < inChannels; i++) {
      for (let o = 0; o < outChannels; o++) {
        const weight = (tap * inChannels + i) * outChannels + o;
        visit(input * inChannels + i, output * outChannels + o, weight);
      }
    }
  });
}

/** The same of a depthwise convolution. */
export function visitDepthwise(window: Window, samples: number, visit: Visit): void {
  const { inChannels, outChannels } = window;
  const multiplier = outChannels / inChannels;
  visitTaps(window, samples, (input, output, tap) => {
    for (let o = 0; o < outChannels; o++) {
      const i = Math.floor(o / multiplier);
      visit(input * inChannels + i, output * outChannels + o, tap * outChannels + o);
    }
  });
}

/** The largest distance between neighbours of the two lists, 0 for equal ones. */
export function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let distance = actual.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    const here = Math.abs(actual[i]! - expected[i]!);
    if (!(here <= distance)) distance = here;
  }
  return distance;
}
