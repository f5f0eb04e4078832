/** Convolutions and pooling of float32 images, channels last. */
import { instructions } from '#simd';
import { elementCount } from '../element-types';
import type { Tensor } from '../tensor';
import type { SimdMemory } from './memory';
import { inParts, isSmall } from './parts';
import { isResident } from './resident';
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

/** A window that moves over all images of a batch. */
export interface Moving {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly channels: number;
  readonly outChannels: number;
}

/**
 * The convolution of `x` with `filter`.
 * @param filter [rows, columns, channels, outChannels]; depthwise: [rows, columns, channels, multiplier]
 * @param shape of the result
 * @returns undefined for what is too small to pay, and where there is no SIMD or too little memory
 */
export function convolveOnSimd(
  x: Tensor,
  filter: Tensor,
  shape: readonly number[],
  moving: Moving & { readonly isDepthwise: boolean },
): Tensor | undefined {
  const places = elementCount(shape.slice(0, -1));
  if (places * elementCount(filter.shape) < LEAST_WORK) return undefined;
  const memory = simdMemory();
  if (!memory) return undefined;
  const window = windowOf(moving);
  const { isDepthwise } = moving;
  const scratchBytes = isDepthwise ? 0 : instructions.conv2dScratchBytes(window);
  return inParts(memory, x, shape, (images, partShape, samples) => ({
    passing: [images],
    weights: [filter],
    shape: partShape,
    scratchBytes,
    write: (tape, { passing, weights, out, scratch }) => {
      const at = { x: passing[0]!, weights: weights[0]!, out, samples, window };
      if (isDepthwise) instructions.depthwiseConv2d(tape, at);
      else instructions.conv2d(tape, { ...at, scratch });
    },
  }));
}

/**
 * The maximum or mean of each window, of images that SIMD kernels made.
 * @returns undefined for other images, for what is not finite, whose maxima are TensorFlow's own affair, and where there
 *   is too little memory
 */
export function poolOnSimd(
  x: Tensor,
  shape: readonly number[],
  moving: Moving,
  mode: 'max' | 'average',
): Tensor | undefined {
  const memory = isResident(x) ? simdMemory() : undefined;
  const count = elementCount(x.shape);
  if (!memory || !isSmall(count, elementCount(shape)) || !isFiniteSum(memory, x, count)) {
    return undefined;
  }
  const window = windowOf(moving);
  return memory.compute({
    passing: [x],
    shape,
    write: (tape, { passing, out }) => {
      instructions.pool(tape, { mode, x: passing[0]!, out, samples: shape[0]!, window });
    },
  });
}

/** Whether the sum of all elements is finite, as it is not with anything in it that is not. */
function isFiniteSum(memory: SimdMemory, x: Tensor, reduced: number): boolean {
  const sum = memory.compute({
    passing: [x],
    shape: [],
    write: (tape, { passing, out }) => {
      const at = { fn: 'sum', x: passing[0]!, out, outer: 1, reduced, inner: 1 } as const;
      instructions.reduce(tape, at);
    },
  });
  return sum !== undefined && Number.isFinite(sum.settle().data[0]);
}

function windowOf({ rows, columns, channels, outChannels }: Moving): instructions.Window {
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
