/**
 * Gradient of max pooling, tap by tap: of equal largest elements the first takes it, as in TensorFlow. For wasm, whose
 * own kernel drops the gradient of every window without a positive element.
 */
import * as tf from '@tensorflow/tfjs-core';
import { spreadRows, type Pair, type Padding } from './conv-gradients';

export interface PoolAttrs {
  readonly filterSize: Pair;
  readonly strides: Pair;
  readonly pad: Padding;
}

export function maxPoolGradient(
  x: tf.Tensor,
  y: tf.Tensor,
  dy: tf.Tensor,
  { filterSize, strides, pad }: PoolAttrs,
): tf.Tensor {
  const shape = x.shape as [number, number, number, number];
  const { padInfo } = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
  const around: Pair[] = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
  const padded = tf.pad(x, around, -Infinity);
  const zero = tf.zerosLike(dy);
  let free: tf.Tensor = tf.onesLike(tf.cast(dy, 'bool'));
  let sum: tf.Tensor = tf.zerosLike(padded);
  for (let tap = 0; tap < filterSize[0] * filterSize[1]; tap++) {
    const at: Pair = [Math.floor(tap / filterSize[1]), tap % filterSize[1]];
    const isTaken = tf.logicalAnd(tf.equal(windowAt(padded, y, at, strides), y), free);
    free = tf.logicalAnd(free, tf.logicalNot(isTaken));
    sum = tf.add(sum, placeAt(tf.where(isTaken, dy, zero), padded, at, strides));
  }
  return tf.slice(sum, [0, padInfo.top, padInfo.left, 0], shape);
}

/** The element at this place of every window. */
function windowAt(padded: tf.Tensor, y: tf.Tensor, [top, left]: Pair, strides: Pair): tf.Tensor {
  const [samples, rows, columns, channels] = y.shape as [number, number, number, number];
  const bottom = top + (rows - 1) * strides[0] + 1;
  const right = left + (columns - 1) * strides[1] + 1;
  return tf.stridedSlice(
    padded,
    [0, top, left, 0],
    [samples, bottom, right, channels],
    [1, ...strides, 1],
  );
}

/** Undoes `windowAt`, with zeros elsewhere. */
function placeAt(
  values: tf.Tensor,
  padded: tf.Tensor,
  [top, left]: Pair,
  strides: Pair,
): tf.Tensor {
  const apart = spreadRows(values, strides);
  const [height, width] = [padded.shape[1]!, padded.shape[2]!];
  return tf.pad(apart, [
    [0, 0],
    [top, height - top - apart.shape[1]!],
    [left, width - left - apart.shape[2]!],
    [0, 0],
  ]);
}
