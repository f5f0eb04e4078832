/**
 * Gradients of convolutions that are convolutions again, for where tfjs lacks the gradient kernel (wasm) or its kernel
 * ignores dilation.
 *
 * With y = conv(x, W) of stride s and dilation d (one of them is 1):
 * - dx is the convolution of dy, spread apart by s, with W turned by 180 degrees, again of dilation d;
 * - dW is the convolution of x with dy as the filter, samples in the place of channels, of stride d and dilation s.
 * A depthwise dW is added up tap by tap instead.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '#tensor';

export type Pair = [number, number];
export type Padding = 'same' | 'valid' | [Pair, Pair, Pair, Pair];

export interface ConvAttrs {
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: Padding;
}

type Shape4 = [number, number, number, number];

/** Gradient kernels that wasm lacks, or has only slow, and that are composed there. */
export const COMPOSED_ON_WASM: readonly string[] = [
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'UnsortedSegmentSum',
];

/** Whether to compose the gradients: on wasm, and wherever tfjs's kernels would ignore a dilation. */
export function isComposed({ dilations }: ConvAttrs): boolean {
  return tf.getBackend() === 'wasm' || dilations.some((rate) => rate > 1);
}

export interface Geometry {
  readonly x: Shape4;
  readonly filter: Shape4;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Zeros above and left of x. */
  readonly before: Pair;
}

export function geometryOf(
  x: readonly number[],
  filter: readonly number[],
  { strides, dilations, pad }: ConvAttrs,
  isDepthwise: boolean,
): Geometry {
  const [xShape, filterShape] = [[...x] as Shape4, [...filter] as Shape4];
  const { padInfo } = tf.backend_util.computeConv2DInfo(
    xShape,
    filterShape,
    strides,
    dilations,
    pad,
    'floor',
    isDepthwise,
  );
  return {
    x: xShape,
    filter: filterShape,
    strides,
    dilations,
    before: [padInfo.top, padInfo.left],
  };
}

/** @param dy gradient for the output, [n, oh, ow, out] */
export function convInputGradient(dy: tf.Tensor, filter: tf.Tensor, at: Geometry): tf.Tensor {
  const apart = spreadRows(dy, at.strides);
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  return conv(apart, turned, 1, inputPads(apart, at), at.dilations);
}

/** The same channel by channel; the outputs of one channel are added up. */
export function depthwiseInputGradient(dy: tf.Tensor, filter: tf.Tensor, at: Geometry): tf.Tensor {
  const [height, width, channels, multiplier] = at.filter;
  const apart = spreadRows(dy, at.strides);
  const each = tf.reshape(tf.reverse(filter, [0, 1]), [height, width, channels * multiplier, 1]);
  const pads: Padding = [[0, 0], ...inputPads(apart, at), [0, 0]];
  const dx = tf.depthwiseConv2d(
    apart as tf.Tensor4D,
    each as tf.Tensor4D,
    1,
    // The declared type forgets explicit padding, which the function takes.
    pads as unknown as 'same',
    'NHWC',
    at.dilations,
  );
  return multiplier === 1 ? dx : tf.sum(tf.reshape(dx, [...at.x, multiplier]), -1);
}

function inputPads(apart: tf.Tensor, at: Geometry): [Pair, Pair] {
  const padOf = (side: 0 | 1): Pair => {
    const reach = (at.filter[side] - 1) * at.dilations[side];
    const first = reach - at.before[side];
    return [first, at.x[side + 1]! - apart.shape[side + 1]! - first + reach];
  };
  return [padOf(0), padOf(1)];
}

export function convFilterGradient(x: tf.Tensor, dy: tf.Tensor, at: Geometry): tf.Tensor {
  const samplesLast = tf.transpose(x, [3, 1, 2, 0]);
  const asFilter = tf.transpose(dy, [1, 2, 0, 3]);
  const pads = ([0, 1] as const).map((side): Pair => {
    const reach = (dy.shape[side + 1]! - 1) * at.strides[side];
    const wanted = (at.filter[side] - 1) * at.dilations[side] + 1;
    return [at.before[side], wanted + reach - at.x[side + 1]! - at.before[side]];
  });
  const { cropped, padding } = cropNegative(samplesLast, pads);
  return tf.transpose(conv(cropped, asFilter, at.dilations, padding, at.strides), [1, 2, 0, 3]);
}

/** Tap by tap: the products of dy and the part of x that the tap saw, added up over samples and places. */
export function depthwiseFilterGradient(x: tf.Tensor, dy: tf.Tensor, at: Geometry): tf.Tensor {
  const [height, width, channels, multiplier] = at.filter;
  const [samples, rows, columns] = dy.shape as Shape4;
  const padded = padToSeen(x, dy, at);
  const outputs = tf.reshape(dy, [samples * rows * columns, channels, multiplier]);
  const taps = Array.from({ length: height * width }, (_, tap) => {
    const top = Math.floor(tap / width) * at.dilations[0];
    const left = (tap % width) * at.dilations[1];
    const bottom = top + (rows - 1) * at.strides[0] + 1;
    const right = left + (columns - 1) * at.strides[1] + 1;
    const part = tf.stridedSlice(
      padded,
      [0, top, left, 0],
      [samples, bottom, right, channels],
      [1, ...at.strides, 1],
    );
    const inputs = tf.reshape(part, [samples * rows * columns, channels, 1]);
    return tf.sum(tf.mul(inputs, outputs), 0);
  });
  return tf.reshape(tf.stack(taps), at.filter);
}

/** x with the zeros around it that the outputs saw. */
function padToSeen(x: tf.Tensor, dy: tf.Tensor, at: Geometry): tf.Tensor {
  const padOf = (side: 0 | 1): Pair => {
    const seen =
      (dy.shape[side + 1]! - 1) * at.strides[side] + (at.filter[side] - 1) * at.dilations[side] + 1;
    return [at.before[side], Math.max(seen - at.x[side + 1]! - at.before[side], 0)];
  };
  return tf.pad(x, [[0, 0], padOf(0), padOf(1), [0, 0]]);
}

function conv(
  x: tf.Tensor,
  filter: tf.Tensor,
  strides: number | Pair,
  [rows, columns]: readonly Pair[],
  dilations: Pair,
): tf.Tensor {
  const pad: Padding = [[0, 0], rows!, columns!, [0, 0]];
  return tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad, 'NHWC', dilations);
}

/** A stride that leaves a rest looks at less than the whole input: drops what no output saw. */
function cropNegative(
  x: tf.Tensor,
  pads: readonly Pair[],
): { cropped: tf.Tensor; padding: Pair[] } {
  const padding = pads.map(([before, after]): Pair => [before, Math.max(after, 0)]);
  if (pads.every(([, after]) => after >= 0)) return { cropped: x, padding };
  const size = x.shape.map((length, axis) => length + Math.min(pads[axis - 1]?.[1] ?? 0, 0));
  return { cropped: tf.slice(x, [0, 0, 0, 0], size), padding };
}

function spreadRows(dy: tf.Tensor, [down, across]: Pair): tf.Tensor {
  return spreadApart(spreadApart(dy, 1, down), 2, across);
}

/** Puts `step - 1` zeros between the elements of an axis. */
function spreadApart(x: tf.Tensor, axis: number, step: number): tf.Tensor {
  if (step === 1) return x;
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const count = x.shape[axis]!;
  const groups = tf.pad(tf.reshape(x, [-1, 1, sizeOf(after)]), [
    [0, 0],
    [0, step - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(groups, [...before, count * step, ...after]);
  return tf.slice(
    whole,
    whole.shape.map(() => 0),
    [...before, (count - 1) * step + 1, ...after],
  );
}
