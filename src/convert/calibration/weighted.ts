/** Ops with weights, and windows that move over images. */
import type { SymbolicTensor } from '#graph';
import type { NDArray } from '#tensor';
import type { RuleCall, RuleTable } from './rule';

interface Strided {
  readonly padding: string;
  readonly strideW: number;
  readonly strideH: number;
}

interface Dilated {
  readonly dilationWFactor: number;
  readonly dilationHFactor: number;
}

const windowAttrs = ({ padding, strideH, strideW }: Strided) => ({
  padding,
  strides: [1, strideH, strideW, 1],
  data_format: 'NHWC',
});

const dilationAttrs = ({ dilationHFactor, dilationWFactor }: Dilated) => ({
  dilations: [1, dilationHFactor, dilationWFactor, 1],
});

function withBias(call: RuleCall, product: SymbolicTensor, at: number): SymbolicTensor {
  const bias = call.inputs[at];
  return bias ? call.add('BiasAdd', [product, bias]) : product;
}

/** Weights are [out, in]; whatever the input's rank, its last elements are rows of `in`. */
function fullyConnected(call: RuleCall): SymbolicTensor {
  const options = call.options('FullyConnectedOptions');
  const weights = call.input(1);
  const x = call.input(0);
  const rows =
    x.ndim === 2 ? x : call.add('Reshape', [x, call.sizes([-1, weights.shape[1] as number])]);
  const product = call.add('MatMul', [rows, weights], { transpose_b: true });
  const sum = call.activate(withBias(call, product, 2), options.fusedActivationFunction);
  return options.keepNumDims && x.ndim !== 2 ? call.add('Reshape', [sum, call.target()]) : sum;
}

/** Weights are [out, height, width, in]. */
function conv2D(call: RuleCall): SymbolicTensor {
  const options = call.options('Conv2DOptions');
  const filter = call.constant(1).transpose(1, 2, 3, 0);
  const attrs = { ...windowAttrs(options), ...dilationAttrs(options) };
  const product = call.add('Conv2D', [call.input(0), filter], attrs);
  return call.activate(withBias(call, product, 2), options.fusedActivationFunction);
}

/** Weights are [1, height, width, in · multiplier]. */
function depthwise(call: RuleCall): SymbolicTensor {
  const options = call.options('DepthwiseConv2DOptions');
  const weights = call.constant(1);
  const [, height, width, outputs] = weights.shape as [number, number, number, number];
  const channels = call.op.inputs[0]!.shape.at(-1)!;
  const filter = weights.reshape(height, width, channels, outputs / channels);
  const product = depthwiseProduct(call, filter, {
    ...windowAttrs(options),
    ...dilationAttrs(options),
  });
  return call.activate(withBias(call, product, 2), options.fusedActivationFunction);
}

function depthwiseProduct(
  call: RuleCall,
  filter: NDArray,
  attrs: Parameters<RuleCall['add']>[2],
): SymbolicTensor {
  return call.add('DepthwiseConv2dNative', [call.input(0), filter], attrs);
}

/** Inputs are the output's shape, weights as [out, height, width, in], what is convolved, and perhaps a bias. */
function transposeConv(call: RuleCall): SymbolicTensor {
  const options = call.options('TransposeConvOptions');
  const filter = call.constant(1).transpose(1, 2, 0, 3);
  const [, height, width] = call.op.outputs[0]!.shape as [number, number, number];
  const product = call.add(
    'Conv2DBackpropInput',
    [call.sizes([height, width]), filter, call.input(2)],
    windowAttrs(options),
  );
  return call.activate(withBias(call, product, 3), options.fusedActivationFunction);
}

const pool =
  (op: string) =>
  (call: RuleCall): SymbolicTensor => {
    const options = call.options('Pool2DOptions');
    const attrs = {
      ...windowAttrs(options),
      ksize: [1, options.filterHeight, options.filterWidth, 1],
    };
    return call.activate(call.add(op, [call.input(0)], attrs), options.fusedActivationFunction);
  };

function batchMatMul(call: RuleCall): SymbolicTensor {
  const { adjX, adjY } = call.options('BatchMatMulOptions');
  return call.add('BatchMatMulV2', [call.input(0), call.input(1)], { adj_x: adjX, adj_y: adjY });
}

export const WEIGHTED: RuleTable = {
  FULLY_CONNECTED: fullyConnected,
  CONV_2D: conv2D,
  DEPTHWISE_CONV_2D: depthwise,
  TRANSPOSE_CONV: transposeConv,
  MAX_POOL_2D: pool('MaxPool'),
  AVERAGE_POOL_2D: pool('AvgPool'),
  BATCH_MATMUL: batchMatMul,
};
