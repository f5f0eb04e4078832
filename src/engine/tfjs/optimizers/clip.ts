/** Gradient clipping with Keras's three options; like there, the first that is set wins. */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec } from '../../backend';
import { numberOf } from '../../optimizers';

type Clip = (gradients: readonly tf.Tensor[]) => tf.Tensor[];

/** Undefined when the optimizer clips nothing. */
export function clipFor({ config }: OptimizerSpec): Clip | undefined {
  const norm = numberOf(config, 'clipnorm', 0);
  const globalNorm = numberOf(config, 'global_clipnorm', 0);
  const value = numberOf(config, 'clipvalue', 0);
  if (norm > 0) return (gradients) => gradients.map((gradient) => clipByNorm(gradient, norm));
  if (globalNorm > 0) return (gradients) => clipByGlobalNorm(gradients, globalNorm);
  if (value > 0) return (gradients) => gradients.map((g) => tf.clipByValue(g, -value, value));
  return undefined;
}

function clipByNorm(gradient: tf.Tensor, limit: number): tf.Tensor {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  return tf.div(tf.mul(gradient, limit), tf.maximum(norm, limit));
}

/** A norm that is not finite makes every gradient NaN, as in Keras. */
function clipByGlobalNorm(gradients: readonly tf.Tensor[], limit: number): tf.Tensor[] {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.sum(tf.stack(squares)));
  const finite = tf.mul(limit, tf.minimum(tf.div(1, norm), 1 / limit));
  const scale = tf.add(finite, tf.sub(norm, norm));
  return gradients.map((gradient) => tf.mul(gradient, scale));
}
