/** Convolutions of float32 images, channels last. */
import { instructions } from '#simd';
import type { Addresses } from './memory';
import { inParts } from './parts';
import { simdMemory } from './start';

/** Multiplications from which copying in and out pays. */
const LEAST_WORK = 2 ** 14;

/** One axis of a window that moves. */
interface Axis {
  readonly input: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first element. */
  readonly before: number;
  readonly output: number;
}

export interface Convolution {
  readonly isDepthwise: boolean;
  readonly samples: number;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly channels: number;
  readonly outChannels: number;
}

/**
 * Writes the convolution of `x` with `filter` into `out`.
 * @param filter [rows, columns, channels, outChannels]; depthwise: [rows, columns, channels, multiplier]
 * @returns false for what is too small to pay, and where there is no SIMD; `out` may then hold anything
 */
export function convolveOnSimd(
  x: Float32Array,
  filter: Float32Array,
  out: Float32Array,
  convolution: Convolution,
): boolean {
  if (workOf(filter, convolution) < LEAST_WORK) return false;
  const memory = simdMemory();
  if (!memory) return false;
  const window = windowOf(convolution);
  const { isDepthwise, samples } = convolution;
  const scratchBytes = isDepthwise ? 0 : instructions.conv2dScratchBytes(window);
  return inParts(x, out, samples, (part, result, count) =>
    memory.run({
      passing: [part],
      weights: [filter],
      out: result,
      scratchBytes,
      write: (tape, { passing, weights, out: to, scratch }: Addresses) => {
        const at = { x: passing[0]!, weights: weights[0]!, out: to, samples: count, window };
        if (isDepthwise) instructions.depthwiseConv2d(tape, at);
        else instructions.conv2d(tape, { ...at, scratch });
      },
    }),
  );
}

function workOf(filter: Float32Array, { samples, rows, columns }: Convolution): number {
  return samples * rows.output * columns.output * filter.length;
}

function windowOf({ rows, columns, channels, outChannels }: Convolution): instructions.Window {
  return {
    inHeight: rows.input,
    inWidth: columns.input,
    inChannels: channels,
    outHeight: rows.output,
    outWidth: columns.output,
    outChannels,
    kernelHeight: rows.window,
    kernelWidth: columns.window,
    strideHeight: rows.stride,
    strideWidth: columns.stride,
    padTop: rows.before,
    padLeft: columns.before,
    dilationHeight: rows.dilation,
    dilationWidth: columns.dilation,
  };
}
