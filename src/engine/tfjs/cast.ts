/** Conversion between tfjs's dtypes that every kernel accepts afterwards. */
import * as tf from '@tensorflow/tfjs-core';
import type { DeviceDType } from '../dtypes';

/**
 * tfjs-webgpu only relabels integers as floats, and its Transpose (hence any reduction) then fails to compile; an
 * addition makes them floats.
 */
export function castTo(x: tf.Tensor, dtype: DeviceDType): tf.Tensor {
  if (x.dtype === dtype) return x;
  if (dtype === 'bool') return tf.notEqual(x, tf.scalar(0, x.dtype));
  const moved = tf.cast(x, dtype);
  const isRelabelled = dtype === 'float32' && tf.getBackend() === 'webgpu';
  return isRelabelled ? tf.add(moved, tf.scalar(0)) : moved;
}

/** 1 where the condition holds, else 0. */
export function maskOf(condition: tf.Tensor): tf.Tensor {
  return castTo(condition, 'float32');
}
