/**
 * Matrix product over the last two dimensions.
 *
 * tfjs-wasm multiplies transposed operands in a scalar loop and plain ones with XNNPACK, so there every transpose is
 * made explicitly first; the other backends read transposed operands at no cost.
 */
import * as tf from '@tensorflow/tfjs-core';

export function matMul(a: tf.Tensor, b: tf.Tensor, flipA = false, flipB = false): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return tf.matMul(a, b, flipA, flipB);
  return tf.matMul(flipA ? swapLast(a) : a, flipB ? swapLast(b) : b);
}

function swapLast(x: tf.Tensor): tf.Tensor {
  const order = x.shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  return tf.transpose(x, order);
}
