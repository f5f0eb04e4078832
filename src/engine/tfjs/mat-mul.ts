/**
 * Matrix product over the last two dimensions.
 *
 * tfjs-wasm multiplies transposed operands in a scalar loop and plain ones with XNNPACK, so there every transpose is
 * made explicitly first; the other backends read transposed operands at no cost.
 */
import * as tf from '@tensorflow/tfjs-core';
import { castTo } from './cast';

export function matMul(a: tf.Tensor, b: tf.Tensor, flipA = false, flipB = false): tf.Tensor {
  if (a.dtype === 'int32') return wholeMatMul(a, b, flipA, flipB);
  if (tf.getBackend() !== 'wasm') return tf.matMul(a, b, flipA, flipB);
  return tf.matMul(flipA ? swapLast(a) : a, flipB ? swapLast(b) : b);
}

/** tfjs multiplies floats only; whole numbers are exact in them up to 2^24. */
function wholeMatMul(a: tf.Tensor, b: tf.Tensor, flipA: boolean, flipB: boolean): tf.Tensor {
  const product = matMul(castTo(a, 'float32'), castTo(b, 'float32'), flipA, flipB);
  return castTo(tf.round(product), 'int32');
}

function swapLast(x: tf.Tensor): tf.Tensor {
  const order = x.shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  return tf.transpose(x, order);
}
