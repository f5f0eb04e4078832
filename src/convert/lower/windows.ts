/** Convolutions and pooling. TFLite's filters begin with the outputs: OHWI, and 1HWC where each channel has its own. */
import type { BuiltinOptions, Padding } from '#formats/tflite';
import type { LiteTensor } from '../lite/graph';
import { transposed } from './linear';
import { arrayOf } from './constants';
import type { NodeContext, Rule } from './node-context';

interface Window {
  readonly x: LiteTensor;
  readonly padding: Padding;
  readonly strides: { readonly strideW: number; readonly strideH: number };
}

/** What all windows have in common. @param image which input they move over */
function windowOf(at: NodeContext, image: number): Window {
  if (at.attr('data_format') !== 'NHWC')
    at.refuse(`its data_format is ${at.attr<string>('data_format')}`);
  const [batch, strideH, strideW, depth] = at.attr<readonly number[]>('strides');
  if (batch !== 1 || depth !== 1) at.refuse('it strides over samples or channels');
  const isExplicit = at.attr('padding') === 'EXPLICIT';
  return {
    x: isExplicit ? padded(at, image) : at.input(image),
    padding: isExplicit ? 'VALID' : at.attr<Padding>('padding'),
    strides: { strideW: strideW!, strideH: strideH! },
  };
}

function padded(at: NodeContext, image: number): LiteTensor {
  const paddings = at.attr<readonly number[]>('explicit_paddings');
  const x = at.input(image);
  const grow = (dim: number | null, axis: number) =>
    dim === null ? null : dim + paddings[2 * axis]! + paddings[2 * axis + 1]!;
  const shape = x.shape.map((dim, axis) => grow(dim, axis)!);
  const result = at.between('Pad', { ...x, shape, signature: x.signature.map(grow) });
  const operand = at.value(arrayOf(paddings, [4, 2], 'int32'), 'paddings');
  return at.add('PAD', [x, operand], [result], { type: 'PadOptions' });
}

function dilationOf(at: NodeContext) {
  const [, dilationHFactor, dilationWFactor] = at.attr<readonly number[]>('dilations');
  return { dilationWFactor: dilationWFactor!, dilationHFactor: dilationHFactor! };
}

const conv: Rule = (at) => {
  const { x, padding, strides } = windowOf(at, 0);
  at.emit('CONV_2D', [x, transposed(at, 1, [3, 0, 1, 2]), null], {
    type: 'Conv2DOptions',
    padding,
    ...strides,
    fusedActivationFunction: 'NONE',
    ...dilationOf(at),
  });
};

const depthwise: Rule = (at) => {
  const { x, padding, strides } = windowOf(at, 0);
  const filter = at.constant(1);
  const [height, width, channels, depthMultiplier] = at.shape(1);
  if (!filter) return at.refuse('its filter is no constant');
  const weights = filter.reshape([1, height!, width!, channels! * depthMultiplier!]);
  at.emit('DEPTHWISE_CONV_2D', [x, at.value(weights), null], {
    type: 'DepthwiseConv2DOptions',
    padding,
    ...strides,
    depthMultiplier: depthMultiplier!,
    fusedActivationFunction: 'NONE',
    ...dilationOf(at),
  });
};

/** The output's shape is an operand; an open batch is 1 there, since TFLite has no way to leave it open. */
const transposedConv: Rule = (at) => {
  const { x, padding, strides } = windowOf(at, 2);
  const { dilationHFactor, dilationWFactor } = dilationOf(at);
  if (dilationHFactor !== 1 || dilationWFactor !== 1) at.refuse('it is dilated');
  if (at.attr('padding') === 'EXPLICIT') at.refuse('its padding is EXPLICIT');
  const size = at.int32(at.output().shape, 'input_sizes');
  at.emit('TRANSPOSE_CONV', [size, transposed(at, 1, [2, 0, 1, 3]), x], {
    type: 'TransposeConvOptions',
    padding,
    ...strides,
    fusedActivationFunction: 'NONE',
  });
};

const pool =
  (code: 'MAX_POOL_2D' | 'AVERAGE_POOL_2D'): Rule =>
  (at) => {
    if (at.attr('padding') === 'EXPLICIT') at.refuse('its padding is EXPLICIT');
    const { x, padding, strides } = windowOf(at, 0);
    const [batch, filterHeight, filterWidth, depth] = at.attr<readonly number[]>('ksize');
    if (batch !== 1 || depth !== 1) at.refuse('it pools samples or channels');
    const options: BuiltinOptions = {
      type: 'Pool2DOptions',
      padding,
      ...strides,
      filterWidth: filterWidth!,
      filterHeight: filterHeight!,
      fusedActivationFunction: 'NONE',
    };
    at.emit(code, [x], options);
  };

export const WINDOWS: Readonly<Record<string, Rule>> = {
  Conv2D: conv,
  DepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: transposedConv,
  MaxPool: pool('MAX_POOL_2D'),
  AvgPool: pool('AVERAGE_POOL_2D'),
};
