/** Convolutions and pooling, on NHWC data. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import type { Gradient, OpCall, OpKernel, OpTable } from '../call';
import { avgPoolGradient, maxPoolGradient, type PoolAttrs } from '../pool-gradients';
import {
  type ConvAttrs,
  convFilterGradient,
  convInputGradient,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  geometryOf,
  isComposed,
  type Padding,
  type Pair,
} from '../conv-gradients';

export const CONV: OpTable = {
  Conv2D: {
    run: conv2d,
    kernels: ['Conv2D'],
    gradient: convGradient('Conv2D', convInputGradient, convFilterGradient),
    backward: ['Conv2DBackpropFilter', 'Conv2DBackpropInput'],
  },
  DepthwiseConv2dNative: {
    run: depthwiseConv2d,
    kernels: ['DepthwiseConv2dNative'],
    gradient: convGradient(
      'DepthwiseConv2dNative',
      depthwiseInputGradient,
      depthwiseFilterGradient,
    ),
    backward: ['DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput'],
  },
  MaxPool: pooling(tf.maxPool, 'MaxPool', maxPoolGradient),
  AvgPool: pooling(tf.avgPool, 'AvgPool', avgPoolGradient),
};

function pooling(
  compute: typeof tf.maxPool,
  name: string,
  derive: typeof maxPoolGradient,
): OpKernel {
  return {
    run: (call) => {
      const { filterSize, strides, pad } = poolAttrs(call);
      return compute(call.tensor(0) as tf.Tensor4D, filterSize, strides, pad as 'same');
    },
    kernels: [name],
    gradient: ({ call, y, dy }) => [() => derive({ x: call.tensor(0), y, dy }, poolAttrs(call))],
    backward: [`${name}Grad`],
  };
}

function conv2d(call: OpCall): tf.Tensor {
  const { strides, pad, dilations } = convAttrs(call);
  const [x, filter] = call.tensors(2) as [tf.Tensor4D, tf.Tensor4D];
  if (x.shape[3] !== filter.shape[2]) {
    throw new NotImplementedError('A Conv2D with groups cannot run here.', {
      hint: 'Use groups 1, or DepthwiseConv2D.',
      place: call.node.name,
    });
  }
  return tf.conv2d(x, filter, strides, pad, 'NHWC', dilations);
}

function depthwiseConv2d(call: OpCall): tf.Tensor {
  const { strides, pad, dilations } = convAttrs(call);
  const [x, filter] = call.tensors(2) as [tf.Tensor4D, tf.Tensor4D];
  return tf.depthwiseConv2d(x, filter, strides, pad as 'same', 'NHWC', dilations);
}

/** tfjs's own gradient kernels, or the composed ones where those are missing or wrong. */
function convGradient(
  name: string,
  forInput: typeof convInputGradient,
  forFilter: typeof convFilterGradient,
): Gradient {
  return ({ call, dy }) => {
    const attrs = convAttrs(call);
    const [x, filter] = [call.tensor(0), call.tensor(1)];
    if (isComposed(attrs)) {
      const geometry = geometryOf(x.shape, filter.shape, attrs, name !== 'Conv2D');
      return [() => forInput(dy, filter, geometry), () => forFilter(x, dy, geometry)];
    }
    const all = { ...attrs, dataFormat: 'NHWC', inputShape: x.shape, filterShape: filter.shape };
    return [
      () => kernel(`${name}BackpropInput`, { dy, filter }, all),
      () => kernel(`${name}BackpropFilter`, { x, dy }, all),
    ];
  };
}

function kernel(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
}

function convAttrs(call: OpCall): ConvAttrs {
  requireNhwc(call);
  const [strides, dilations] = [spatial(call.list('strides')), spatial(call.list('dilations'))];
  return { strides, dilations, pad: padding(call) };
}

function poolAttrs(call: OpCall): PoolAttrs {
  requireNhwc(call);
  const [filterSize, strides] = [spatial(call.list('ksize')), spatial(call.list('strides'))];
  return { filterSize, strides, pad: padding(call) };
}

/** Height and width of a list in NHWC order. */
function spatial(list: readonly number[]): Pair {
  return [list[1] ?? 1, list[2] ?? 1];
}

function padding(call: OpCall): Padding {
  const name = call.text('padding', 'VALID');
  if (name === 'SAME') return 'same';
  if (name === 'VALID') return 'valid';
  const flat = call.list('explicit_paddings');
  const pair = (axis: number): Pair => [flat[2 * axis] ?? 0, flat[2 * axis + 1] ?? 0];
  return [pair(0), pair(1), pair(2), pair(3)];
}

function requireNhwc(call: OpCall): void {
  const format = call.text('data_format', 'NHWC');
  if (format === 'NHWC') return;
  throw new NotImplementedError(`${call.node.op} runs on NHWC data only, not on ${format}.`, {
    hint: 'Use data_format "channels_last".',
    place: call.node.name,
  });
}
