/** FULLY_CONNECTED, CONV_2D and DEPTHWISE_CONV_2D, whose weights are there when the model is loaded. */
import { instructions } from '#simd';
import { imageOf, type ConvOptions, type Image, type Weighted } from '../../reference';
import { layerOf } from './layer';
import type { Lower, Lowered } from './lowering';
import { placeOf } from './place';

const { packFilters, packWeights } = instructions.lite;
type Weights = Int8Array | Float32Array;

export const rows: Lower = (op) => {
  const { node, tape, arena } = op;
  const weights = node.input(1);
  const [units, depth] = weights.shape as [number, number];
  const count = node.input(0).data.length / depth;
  const layer = layerOf(op, {
    ...tensorsOf(op),
    activation: node.options('FullyConnectedOptions').fusedActivationFunction,
    channels: units,
    rows: count,
    channelAxis: 0,
    depth,
    rowSize: depth,
    pack: (values) => packWeights(values, units, depth, arena.simd.tier),
  });
  if (layer) instructions.lite.rows(tape, { ...layer, count });
  return layer !== undefined;
};

export const convolution: Lower = (op) => {
  const { node } = op;
  const options = node.options('Conv2DOptions');
  const weights = node.input(1);
  const image = imageOf(node, node.input(0), weights, options);
  if (weights.shape[3] !== image.depth) return false;
  return lowerConvolution(op, image, options, weights.shape[0]!, 0, (values) => values);
};

export const depthwise: Lower = (op) => {
  const { node } = op;
  const options = node.options('DepthwiseConv2DOptions');
  const weights = node.input(1);
  const image = imageOf(node, node.input(0), weights, options);
  const channels = weights.shape[3]!;
  if (image.depth === channels) return lowerDepthwise(op, image, options, channels);
  if (image.depth > 1) return false;
  return lowerConvolution(op, image, options, channels, 3, (values) => turned(values, channels));
};

/** @param arranged gives the weights a row for each channel */
function lowerConvolution(
  op: Lowered,
  image: Image,
  options: ConvOptions,
  channels: number,
  channelAxis: number,
  arranged: (weights: Weights) => Weights,
): boolean {
  const { tape, arena } = op;
  const { y, x } = image.window;
  const depth = y.filter * x.filter * image.depth;
  const layer = layerOf(op, {
    ...tensorsOf(op),
    activation: options.fusedActivationFunction,
    channels,
    rows: image.batches,
    channelAxis,
    depth,
    rowSize: y.input * x.input * image.depth,
    pack: (values) => packWeights(arranged(values), channels, depth, arena.simd.tier),
  });
  if (!layer) return false;
  const outside = layer.kind === 'codes' ? layer.inputZero : 0;
  const patch = arena.room('patch', 4 * depth);
  const place = placeOf(image.window, image.depth, outside);
  instructions.lite.convolution(tape, { ...layer, ...place, patch, count: image.batches });
  return true;
}

function lowerDepthwise(
  op: Lowered,
  image: Image,
  options: ConvOptions,
  channels: number,
): boolean {
  const { y, x } = image.window;
  const layer = layerOf(op, {
    ...tensorsOf(op),
    activation: options.fusedActivationFunction,
    channels,
    rows: image.batches,
    channelAxis: 3,
    depth: 0,
    rowSize: y.input * x.input * image.depth,
    pack: (values) => packFilters(values, channels),
  });
  if (!layer) return false;
  const place = placeOf(image.window, image.depth, layer.inputZero);
  instructions.lite.depthwise(op.tape, { ...layer, ...place, count: image.batches });
  return true;
}

function tensorsOf({ node }: Lowered): Pick<Weighted, 'input' | 'weights' | 'bias' | 'output'> {
  const [input, weights, bias] = [node.input(0), node.input(1), node.optional(2)];
  return { input, weights, bias, output: node.output() };
}

/** Filters `[places, channels]` as `[channels, places]`. */
function turned(filters: Weights, channels: number): Weights {
  const places = filters.length / channels;
  return filters.map((_, i) => filters[(i % places) * channels + Math.floor(i / places)]!);
}
