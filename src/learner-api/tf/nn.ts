/** `tf.nn`: activations, convolutions and pooling. Images are [batch, height, width, channels]. */
import * as graph from '#graph';
import type { Operand } from '#graph';
import * as activations from '../keras/activations';
import { liftBinary, liftUnary } from '../lifting';
import { pythonModule } from '../python/module';

export type Strides = number | readonly number[];
export type Padding = 'SAME' | 'VALID';

const relu = liftUnary((x: Operand) => graph.relu(x));
/** `tf.nn.softmax(logits, axis=-1)` */
const { softmax, log_softmax, gelu, silu, relu6, selu, softplus, softsign, tanh, sigmoid } =
  activations;
const elu = liftUnary((x: Operand) => graph.elu(x));
/** `tf.nn.leaky_relu(features, alpha=0.2)` */
const leaky_relu = liftUnary((x: Operand, alpha: number = 0.2) => graph.leakyRelu(x, alpha));
/** Adds a vector along the channels. */
const bias_add = liftBinary((value: Operand, bias: Operand) => graph.biasAdd(value, bias));
/** `tf.nn.conv2d(input, filters, strides, padding)`: filters [height, width, in, out]. */
const conv2d = liftBinary(
  (input: Operand, filters: Operand, strides: Strides, padding: Padding, dilations?: Strides) =>
    graph.conv2D(input, filters, {
      strides: pairOf(strides),
      padding,
      dilations: pairOf(dilations ?? 1),
    }),
);
/** `tf.nn.depthwise_conv2d(input, filter, strides, padding)`: filter [height, width, channels, multiplier]. */
const depthwise_conv2d = liftBinary(
  (input: Operand, filter: Operand, strides: Strides, padding: Padding, dilations?: Strides) =>
    graph.depthwiseConv2dNative(input, filter, {
      strides: pairOf(strides),
      padding,
      dilations: pairOf(dilations ?? 1),
    }),
);
/** `tf.nn.max_pool2d(input, ksize, strides, padding)` */
const max_pool2d = liftUnary((input: Operand, ksize: Strides, strides: Strides, padding: Padding) =>
  graph.maxPool(input, { ksize: pairOf(ksize), strides: pairOf(strides), padding }),
);
/** `tf.nn.avg_pool2d(input, ksize, strides, padding)` */
const avg_pool2d = liftUnary((input: Operand, ksize: Strides, strides: Strides, padding: Padding) =>
  graph.avgPool(input, { ksize: pairOf(ksize), strides: pairOf(strides), padding }),
);

/** One number, [vertical, horizontal], or TensorFlow's four with 1 for batch and channels. */
function pairOf(strides: Strides): readonly [number, number] {
  if (typeof strides === 'number') return [strides, strides];
  if (strides.length === 4) return [strides[1]!, strides[2]!];
  return [strides[0]!, strides[1] ?? strides[0]!];
}

export const nn = pythonModule('tf.nn', {
  relu,
  relu6,
  leaky_relu,
  elu,
  selu,
  silu,
  swish: silu,
  gelu,
  sigmoid,
  tanh,
  softplus,
  softsign,
  softmax,
  log_softmax,
  bias_add,
  conv2d,
  depthwise_conv2d,
  max_pool2d,
  avg_pool2d,
});
