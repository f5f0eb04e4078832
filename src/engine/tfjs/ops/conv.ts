/** Convolutions, on NHWC data. */
import * as tf from '@tensorflow/tfjs-core';
import type { Gradient, GradientCall, OpCall, OpTable } from '../call';
import {
  type ConvAttrs,
  convFilterGradient,
  convInputGradient,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  geometryOf,
  isComposed,
} from '../conv-gradients';
import { convAttrs } from './conv-attrs';

export const CONV: OpTable = {
  Conv2D: {
    run: (call) => {
      const attrs = convAttrs(call);
      return inGroups(call.tensor(0), call.tensor(1), (x, filter) => convolve(x, filter, attrs));
    },
    kernels: ['Conv2D', 'SplitV', 'Concat'],
    gradient: conv2dGradient,
    backward: ['Conv2DBackpropFilter', 'Conv2DBackpropInput'],
  },
  DepthwiseConv2dNative: {
    run: depthwiseConv2d,
    kernels: ['DepthwiseConv2dNative'],
    gradient: depthwiseGradient,
    backward: ['DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput'],
  },
  Conv2DBackpropInput: {
    run: (call) => {
      const [batch, rows, columns, channels] = inputSizes(call);
      const x = [batch!, rows!, columns!, channels!];
      return inputGradient(call.tensor(2), call.tensor(1), x, convAttrs(call));
    },
    kernels: ['Conv2DBackpropInput'],
    gradient: backpropInputGradient,
    backward: ['Conv2D', 'Conv2DBackpropFilter'],
  },
};

function convolve(x: tf.Tensor, filter: tf.Tensor, attrs: ConvAttrs): tf.Tensor {
  const { strides, pad, dilations } = attrs;
  return tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad, 'NHWC', dilations);
}

/** A filter of fewer channels than the image works on one group of channels after the other. */
function inGroups(
  x: tf.Tensor,
  filter: tf.Tensor,
  compute: (x: tf.Tensor, filter: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const groups = groupCount(x, filter);
  if (groups === 1) return compute(x, filter);
  const filters = tf.split(filter, groups, 3);
  return tf.concat(
    tf.split(x, groups, 3).map((part, i) => compute(part, filters[i]!)),
    3,
  );
}

function groupCount(x: tf.Tensor, filter: tf.Tensor): number {
  return x.shape[3]! / filter.shape[2]!;
}

function depthwiseConv2d(call: OpCall): tf.Tensor {
  const { strides, pad, dilations } = convAttrs(call);
  const [x, filter] = call.tensors(2) as [tf.Tensor4D, tf.Tensor4D];
  return tf.depthwiseConv2d(x, filter, strides, pad as 'same', 'NHWC', dilations);
}

function conv2dGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const attrs = convAttrs(call);
  const [x, filter] = [call.tensor(0), call.tensor(1)];
  const groups = groupCount(x, filter);
  const parts = (value: tf.Tensor) => (groups === 1 ? [value] : tf.split(value, groups, 3));
  const each = (derive: (x: tf.Tensor, filter: tf.Tensor, dy: tf.Tensor) => tf.Tensor) => () => {
    const [filters, dys] = [parts(filter), parts(dy)];
    const derived = parts(x).map((part, i) => derive(part, filters[i]!, dys[i]!));
    return derived.length === 1 ? derived[0]! : tf.concat(derived, 3);
  };
  return [
    each((part, weights, above) => inputGradient(above, weights, part.shape, attrs)),
    each((part, weights, above) => filterGradient(part, above, weights.shape, attrs)),
  ];
}

function inputGradient(
  dy: tf.Tensor,
  filter: tf.Tensor,
  inputShape: readonly number[],
  attrs: ConvAttrs,
): tf.Tensor {
  if (isComposed(attrs)) {
    return convInputGradient(dy, filter, geometryOf(inputShape, filter.shape, attrs, false));
  }
  return kernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape });
}

function filterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: readonly number[],
  attrs: ConvAttrs,
): tf.Tensor {
  if (isComposed(attrs)) {
    return convFilterGradient(x, dy, geometryOf(x.shape, filterShape, attrs, false));
  }
  return kernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape });
}

function depthwiseGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const attrs = convAttrs(call);
  const [x, filter] = [call.tensor(0), call.tensor(1)];
  if (isComposed(attrs)) {
    const geometry = geometryOf(x.shape, filter.shape, attrs, true);
    return [
      () => depthwiseInputGradient(dy, filter, geometry),
      () => depthwiseFilterGradient(x, dy, geometry),
    ];
  }
  const all = { ...attrs, inputShape: x.shape, filterShape: filter.shape };
  return [
    () => kernel('DepthwiseConv2dNativeBackpropInput', { dy, filter }, all),
    () => kernel('DepthwiseConv2dNativeBackpropFilter', { x, dy }, all),
  ];
}

/** A transposed convolution is the gradient of one; its own gradients are that convolution's. */
function backpropInputGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const attrs = convAttrs(call);
  const [filter, above] = [call.tensor(1), call.tensor(2)];
  return [
    undefined,
    () => filterGradient(dy, above, filter.shape, attrs),
    () => convolve(dy, filter, attrs),
  ];
}

/** A pair names height and width alone. */
function inputSizes(call: OpCall): readonly number[] {
  const sizes = call.numbers(0);
  if (sizes.length !== 2) return sizes;
  return [call.shape(2)[0]!, ...sizes, call.shape(1)[2]!];
}

function kernel(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  const all = { ...attrs, dataFormat: 'NHWC' } as tf.NamedAttrMap;
  return tf.engine().runKernel(name, inputs, all);
}
