/** CONV_2D and DEPTHWISE_CONV_2D over images in NHWC. */
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import { numbers, type LiteTensor, type NumberArray } from '../tensors';
import { arithmeticOf, type Arithmetic } from './weighted';
import { axisOf, inside, type Window } from './window';

export const conv2d: Kernel = { prepare: prepareConv };
export const depthwiseConv2d: Kernel = { prepare: prepareDepthwise };

export interface Image {
  readonly batches: number;
  readonly depth: number;
  readonly window: Window;
}

export type ConvOptions = ReturnType<Node['options']> & {
  type: 'Conv2DOptions' | 'DepthwiseConv2DOptions';
};

/** How the filter lies on the image. @throws PyRuntimeError for shapes that do not fit */
export function imageOf(
  node: Node,
  input: LiteTensor,
  weights: LiteTensor,
  options: ConvOptions,
): Image {
  const isFlat = input.shape.length !== 4 || weights.shape.length !== 4;
  node.ensure(
    !isFlat,
    `Input and weights must have 4 dimensions, not ${input.shape.length} and ${weights.shape.length}.`,
  );
  const [batches, height, width, depth] = input.shape as [number, number, number, number];
  const { padding, strideH, strideW, dilationHFactor, dilationWFactor } = options;
  const [, filterH, filterW] = weights.shape as [number, number, number];
  const y = axisOf(node, padding, {
    input: height,
    filter: filterH,
    stride: strideH,
    dilation: dilationHFactor,
  });
  const x = axisOf(node, padding, {
    input: width,
    filter: filterW,
    stride: strideW,
    dilation: dilationWFactor,
  });
  return { batches, depth, window: { y, x } };
}

function prepareConv(node: Node): Run {
  const options = node.options('Conv2DOptions');
  const input = node.input(0);
  const weights = node.input(1);
  const image = imageOf(node, input, weights, options);
  const channels = weights.shape[0]!;
  const filterDepth = weights.shape[3]!;
  const groups = image.depth / filterDepth;
  const fits = Number.isInteger(groups) && Number.isInteger(channels / groups);
  node.ensure(
    fits,
    `${image.depth} channels do not fit weights of shape [${weights.shape.join(', ')}].`,
  );
  const { y, x } = image.window;
  const output = node.output();
  node.resize(output, [image.batches, y.output, x.output, channels]);
  node.work(output.data.length * y.filter * x.filter * filterDepth);
  const arithmetic = arithmeticOf(node, {
    input,
    weights,
    bias: node.optional(2),
    output,
    activation: options.fusedActivationFunction,
    channels,
    rows: image.batches,
    channelAxis: 0,
  });
  const group = { depth: filterDepth, channels: channels / groups };
  return () => convolve(image, arithmetic, numbers(weights), group, channels, numbers(output));
}

interface Group {
  /** Of the weights: input channels of a group. */
  readonly depth: number;
  /** Output channels of a group. */
  readonly channels: number;
}

function convolve(
  { batches, depth, window: { y, x } }: Image,
  { load, dots, finish }: Arithmetic,
  weights: NumberArray,
  group: Group,
  channels: number,
  output: NumberArray,
): void {
  const image = load();
  const sums = new Float64Array(channels);
  const stride = y.filter * x.filter * group.depth;
  let place = 0;
  for (let batch = 0; batch < batches; batch++) {
    for (let row = 0; row < y.output; row++) {
      const rows = inside(y, row);
      for (let column = 0; column < x.output; column++) {
        const columns = inside(x, column);
        const top = batch * y.input + row * y.stride - y.before;
        const left = column * x.stride - x.before;
        sums.fill(0);
        for (let fy = rows.start; fy < rows.end; fy++) {
          const line = (top + fy * y.dilation) * x.input + left;
          for (let fx = columns.start; fx < columns.end; fx++) {
            let from = (line + fx * x.dilation) * depth;
            let filter = (fy * x.filter + fx) * group.depth;
            for (let first = 0; first < channels; first += group.channels) {
              const last = first + group.channels;
              dots(image, from, weights, filter, stride, group.depth, sums, first, last);
              from += group.depth;
              filter += group.channels * stride;
            }
          }
        }
        for (let channel = 0; channel < channels; channel++)
          output[place++] = finish(sums[channel]!, channel, batch);
      }
    }
  }
}

function prepareDepthwise(node: Node): Run {
  const options = node.options('DepthwiseConv2DOptions');
  const input = node.input(0);
  const weights = node.input(1);
  const image = imageOf(node, input, weights, options);
  const channels = weights.shape[3]!;
  const multiplier = channels / image.depth;
  const fits = weights.shape[0] === 1 && Number.isInteger(multiplier);
  node.ensure(
    fits,
    `${image.depth} channels do not fit weights of shape [${weights.shape.join(', ')}].`,
  );
  const { y, x } = image.window;
  const output = node.output();
  node.resize(output, [image.batches, y.output, x.output, channels]);
  node.work(output.data.length * y.filter * x.filter);
  refuseHybridPerTensor(node, input, weights);
  const arithmetic = arithmeticOf(node, {
    input,
    weights,
    bias: node.optional(2),
    output,
    activation: options.fusedActivationFunction,
    channels,
    rows: image.batches,
    channelAxis: 3,
  });
  return () => convolveDepthwise(image, arithmetic, numbers(weights), multiplier, numbers(output));
}

function refuseHybridPerTensor(node: Node, input: LiteTensor, weights: LiteTensor): void {
  if (input.type !== 'FLOAT32' || weights.type !== 'INT8') return;
  const count = weights.quantization?.scale.length ?? 0;
  node.ensure(
    count === weights.shape[3],
    'Weights of dynamic range must be quantized per channel.',
    'Quantize the weights along axis 3.',
  );
}

function convolveDepthwise(
  { batches, depth, window: { y, x } }: Image,
  { load, finish, isExact }: Arithmetic,
  weights: NumberArray,
  multiplier: number,
  output: NumberArray,
): void {
  const image = load();
  const channels = depth * multiplier;
  const sums = new Float64Array(channels);
  const add = isExact ? addExact : addFloats;
  let place = 0;
  for (let batch = 0; batch < batches; batch++) {
    for (let row = 0; row < y.output; row++) {
      const rows = inside(y, row);
      const top = batch * y.input + row * y.stride - y.before;
      for (let column = 0; column < x.output; column++) {
        const columns = inside(x, column);
        const left = column * x.stride - x.before;
        sums.fill(0);
        for (let fy = rows.start; fy < rows.end; fy++) {
          const line = (top + fy * y.dilation) * x.input + left;
          for (let fx = columns.start; fx < columns.end; fx++) {
            const from = (line + fx * x.dilation) * depth;
            add(image, from, weights, (fy * x.filter + fx) * channels, multiplier, sums);
          }
        }
        for (let channel = 0; channel < channels; channel++)
          output[place++] = finish(sums[channel]!, channel, batch);
      }
    }
  }
}

/** Adds the products of one place of the image with one of the filter: `multiplier` channels for each of the image's. */
type AddPlace = (
  image: NumberArray,
  from: number,
  weights: NumberArray,
  filter: number,
  multiplier: number,
  sums: Float64Array,
) => void;

const addExact: AddPlace = (image, from, weights, filter, multiplier, sums) => {
  let channel = 0;
  for (let source = from; channel < sums.length; source++) {
    const value = image[source]!;
    for (let i = 0; i < multiplier; i++, channel++)
      sums[channel]! += value * weights[filter + channel]!;
  }
};

const addFloats: AddPlace = (image, from, weights, filter, multiplier, sums) => {
  let channel = 0;
  for (let source = from; channel < sums.length; source++) {
    const value = image[source]!;
    for (let i = 0; i < multiplier; i++, channel++)
      sums[channel] = Math.fround(sums[channel]! + Math.fround(value * weights[filter + channel]!));
  }
};
