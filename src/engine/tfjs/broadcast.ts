/** Undoing and redoing broadcasts, for gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '#tensor';

/** Adds a gradient up over the dimensions along which a tensor of this shape was broadcast. */
export function sumTo(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const target = [...shape];
  const axes = tf.broadcast_util.getReductionAxes(target, gradient.shape);
  return axes.length === 0 ? gradient : tf.reshape(sumOver(gradient, axes), target);
}

/**
 * Sum without keeping the axes. Over leading axes tfjs-wasm first transposes everything; there a product with a row of
 * ones adds up instead.
 */
export function sumOver(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const sorted = axes.map((axis) => (axis < 0 ? axis + x.rank : axis)).sort((a, b) => a - b);
  const isLeading = sorted.length < x.rank && sorted.every((axis, i) => axis === i);
  if (!isLeading || x.dtype !== 'float32' || tf.getBackend() !== 'wasm') {
    return tf.sum(x, [...axes]);
  }
  const count = sorted.reduce((product, axis) => product * x.shape[axis]!, 1);
  const rest = x.shape.slice(sorted.length);
  const columns = sizeOf(rest);
  const sums = tf.matMul(tf.ones([1, count]), tf.reshape(x, [count, columns]));
  return tf.reshape(sums, rest);
}

/** The shape that a reduction over `axes` leaves when it keeps its dimensions. */
export function keptShape(shape: readonly number[], axes: readonly number[]): number[] {
  const reduced = axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
  return shape.map((dim, axis) => (reduced.includes(axis) ? 1 : dim));
}

/** Spreads the gradient of a reduction over what was reduced. */
export function spread(
  dy: tf.Tensor,
  shape: readonly number[],
  axes: readonly number[],
): tf.Tensor {
  return tf.mul(tf.reshape(dy, keptShape(shape, axes)), tf.ones([...shape]));
}
