/** Undoing and redoing broadcasts, for gradients. */
import * as tf from '@tensorflow/tfjs-core';

/** Adds a gradient up over the dimensions along which a tensor of this shape was broadcast. */
export function sumTo(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const target = [...shape];
  const axes = tf.broadcast_util.getReductionAxes(target, gradient.shape);
  return axes.length === 0 ? gradient : tf.reshape(tf.sum(gradient, axes), target);
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
