/** Convolutions and pooling, on NHWC data. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import type { GradientCall, OpCall, OpKernel, OpTable } from '../call';

type Pair = [number, number];
type Padding = 'same' | 'valid' | [Pair, Pair, Pair, Pair];

export const CONV: OpTable = {
  Conv2D: {
    run: conv2d,
    kernels: ['Conv2D'],
    gradient: (at) => [() => convInput(at), () => convFilter(at)],
    backward: ['Conv2DBackpropFilter', 'Conv2DBackpropInput'],
  },
  DepthwiseConv2dNative: {
    run: depthwiseConv2d,
    kernels: ['DepthwiseConv2dNative'],
    gradient: (at) => [() => depthwiseInput(at), () => depthwiseFilter(at)],
    backward: ['DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput'],
  },
  MaxPool: pooling(tf.maxPool, 'MaxPool', ({ call, y, dy }) =>
    kernel('MaxPoolGrad', { dy, input: call.tensor(0), output: y }, poolAttrs(call)),
  ),
  AvgPool: pooling(tf.avgPool, 'AvgPool', ({ call, dy }) =>
    kernel('AvgPoolGrad', { dy, input: call.tensor(0) }, poolAttrs(call)),
  ),
};

function pooling(
  compute: typeof tf.maxPool,
  name: string,
  derive: (at: GradientCall) => tf.Tensor,
): OpKernel {
  return {
    run: (call) => {
      const { filterSize, strides, pad } = poolAttrs(call);
      return compute(call.tensor(0) as tf.Tensor4D, filterSize, strides, pad as 'same');
    },
    kernels: [name],
    gradient: (at) => [() => derive(at)],
    backward: [`${name}Grad`],
  };
}

function conv2d(call: OpCall): tf.Tensor {
  const { strides, pad, dilations } = convAttrs(call);
  const [x, filter] = call.tensors(2) as [tf.Tensor4D, tf.Tensor4D];
  return tf.conv2d(x, filter, strides, pad, 'NHWC', dilations);
}

function depthwiseConv2d(call: OpCall): tf.Tensor {
  const { strides, pad, dilations } = convAttrs(call);
  const [x, filter] = call.tensors(2) as [tf.Tensor4D, tf.Tensor4D];
  return tf.depthwiseConv2d(x, filter, strides, pad as 'same', 'NHWC', dilations);
}

function convInput({ call, dy }: GradientCall): tf.Tensor {
  const { strides, pad } = undilated(call);
  const attrs = { strides, pad, dataFormat: 'NHWC', inputShape: [...call.shape(0)] };
  return kernel('Conv2DBackpropInput', { dy, filter: call.tensor(1) }, attrs);
}

function convFilter({ call, dy }: GradientCall): tf.Tensor {
  const { strides, pad } = undilated(call);
  const attrs = { strides, pad, dataFormat: 'NHWC', filterShape: [...call.shape(1)] };
  return kernel('Conv2DBackpropFilter', { x: call.tensor(0), dy }, attrs);
}

function depthwiseInput({ call, dy }: GradientCall): tf.Tensor {
  const attrs = { ...convAttrs(call), inputShape: [...call.shape(0)] };
  return kernel('DepthwiseConv2dNativeBackpropInput', { dy, filter: call.tensor(1) }, attrs);
}

function depthwiseFilter({ call, dy }: GradientCall): tf.Tensor {
  const attrs = { ...convAttrs(call), filterShape: [...call.shape(1)] };
  return kernel('DepthwiseConv2dNativeBackpropFilter', { x: call.tensor(0), dy }, attrs);
}

function kernel(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
}

interface ConvAttrs {
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: Padding;
}

function convAttrs(call: OpCall): ConvAttrs {
  requireNhwc(call);
  const [strides, dilations] = [spatial(call.list('strides')), spatial(call.list('dilations'))];
  return { strides, dilations, pad: padding(call) };
}

/** @throws NotImplementedError where tfjs's gradient kernels would ignore the dilation */
function undilated(call: OpCall): ConvAttrs {
  const attrs = convAttrs(call);
  if (attrs.dilations.every((rate) => rate === 1)) return attrs;
  throw new NotImplementedError('A dilated Conv2D cannot be trained here.', {
    hint: 'Use dilation_rate 1, or freeze the layer.',
    place: call.node.name,
  });
}

function poolAttrs(call: OpCall): { filterSize: Pair; strides: Pair; pad: Padding } {
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
