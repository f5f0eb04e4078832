/** Matrix products, convolutions, pooling, normalisation. */
import { fixed, product, sizeOf, type Dims } from '../dims';
import type { PlanTensor, Window } from '../plan';
import type { Lower, LowerCall, LowerTable, Operand } from './call';

export const LINEAR: LowerTable = {
  MatMul: matMul('transpose_a', 'transpose_b'),
  BatchMatMul: matMul('adj_x', 'adj_y'),
  BatchMatMulV2: matMul('adj_x', 'adj_y'),
  BatchMatMulV3: matMul('adj_x', 'adj_y'),
  Conv2D: convolution('conv2d'),
  DepthwiseConv2dNative: convolution('depthwiseConv2d'),
  Conv2DBackpropInput: transposedConvolution,
  MaxPool: pooling('max'),
  AvgPool: pooling('average'),
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,
};

/** Rows of any number of leading dimensions by one matrix. */
function matMul(flipA: string, flipB: string): Lower {
  return (call) => {
    call.requireFloat();
    const a = call.flag(flipA) ? swapped(call, call.operand(0)) : call.operand(0);
    const b = call.flag(flipB) ? swapped(call, call.operand(1)) : call.operand(1);
    const matrix = b.dims.slice(-2);
    const isMatrix = product(b.dims).each === product(matrix).each;
    if (!isMatrix || b.dims.some(({ isBatched }) => isBatched)) call.refuse('of two batches');
    if (b.dims.length > a.dims.length) call.refuse('with more dimensions on the right');
    const [inputs, units] = matrix.map(({ each }) => each) as [number, number];
    const rows = product(a.dims.slice(0, -1));
    return call.writer.write(
      { kind: 'dense', x: a.tensor, weights: b.tensor, rows, inputs, units },
      product([rows, fixed(units)]),
    );
  };
}

function swapped(call: LowerCall, { tensor, dims }: Operand): Operand {
  const order = dims.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  const moved = order.map((axis) => dims[axis]!);
  if (moved.slice(1).some(({ isBatched }) => isBatched)) call.refuse('that adds up over the batch');
  return { tensor: call.writer.transpose(tensor, dims, order), dims: moved };
}

function convolution(kind: 'conv2d' | 'depthwiseConv2d'): Lower {
  return (call) => {
    const [x, weights] = [call.operand(0), call.operand(1)];
    const isGrouped = kind === 'conv2d' && weights.dims[2]!.each !== x.dims[3]!.each;
    const window = windowOf(call, x.dims, weights.dims, call.outDims());
    if (isGrouped) call.refuse('in groups');
    return call.writer.write(
      { kind, x: x.tensor, weights: weights.tensor, samples: x.dims[0]!, window },
      product(call.outDims()),
    );
  };
}

/** The way back through a convolution is one of its own, from small images to large ones. */
function transposedConvolution(call: LowerCall): PlanTensor {
  const [weights, gradient] = [call.operand(1), call.operand(2)];
  const window = windowOf(call, call.outDims(), weights.dims, gradient.dims);
  return call.writer.write(
    {
      kind: 'conv2dInputGradient',
      gradient: gradient.tensor,
      weights: weights.tensor,
      samples: gradient.dims[0]!,
      window,
    },
    product(call.outDims()),
  );
}

function pooling(mode: 'max' | 'average'): Lower {
  return (call) => {
    call.requireFloat();
    const { tensor: x, dims } = call.operand(0);
    const [one, height, width, alsoOne] = call.list('ksize');
    if (one !== 1 || alsoOne !== 1) call.refuse('over samples or channels');
    const kernel = [fixed(height!), fixed(width!)];
    const window = windowOf(call, dims, kernel, call.outDims());
    return call.writer.write(
      { kind: 'pool', mode, x, samples: dims[0]!, window },
      product(call.outDims()),
    );
  };
}

function windowOf(call: LowerCall, input: Dims, kernel: Dims, output: Dims): Window {
  if (call.text('data_format', 'NHWC') !== 'NHWC') call.refuse('with NCHW');
  const of = (dims: Dims, axis: number) => dims[axis]!.each;
  const [, strideHeight = 1, strideWidth = 1] = call.list('strides');
  const [, dilationHeight = 1, dilationWidth = 1] = call.list('dilations');
  const before = (axis: number, stride: number, dilation: number) => {
    const explicit = call.list('explicit_paddings');
    if (call.text('padding', 'VALID') === 'EXPLICIT') return explicit[2 * axis] ?? 0;
    if (call.text('padding', 'VALID') === 'VALID') return 0;
    const reach = (of(kernel, axis - 1) - 1) * dilation + 1;
    const needed = (of(output, axis) - 1) * stride + reach - of(input, axis);
    return Math.floor(Math.max(needed, 0) / 2);
  };
  return {
    inHeight: of(input, 1),
    inWidth: of(input, 2),
    inChannels: of(input, 3),
    outHeight: of(output, 1),
    outWidth: of(output, 2),
    outChannels: of(output, 3),
    kernelHeight: of(kernel, 0),
    kernelWidth: of(kernel, 1),
    strideHeight,
    strideWidth,
    padTop: before(1, strideHeight, dilationHeight),
    padLeft: before(2, strideWidth, dilationWidth),
    dilationHeight,
    dilationWidth,
  };
}

/** Inference only: a graph in training mode comes with its moments written out. */
function batchNorm(call: LowerCall): readonly PlanTensor[] {
  if (call.flag('is_training', true)) call.refuse('in training');
  if (call.text('data_format', 'NHWC') !== 'NHWC') call.refuse('with NCHW');
  const { writer } = call;
  const [x, scale, offset, mean, variance] = [0, 1, 2, 3, 4].map((i) => call.operand(i)) as [
    Operand,
    Operand,
    Operand,
    Operand,
    Operand,
  ];
  const dims = call.outDims();
  const size = sizeOf(scale.dims);
  const epsilon = call.attr('epsilon', 1e-4);
  const root = writer.unary('rsqrt', writer.withNumber('add', variance.tensor, epsilon));
  const factor = { tensor: writer.both('mul', scale.tensor, root), dims: [fixed(size)] };
  const centred = { tensor: writer.binary('sub', dims, x, mean), dims };
  const scaled = { tensor: writer.binary('mul', dims, centred, factor), dims };
  const y = writer.binary('add', dims, scaled, offset);
  const [first, second] = [mean.tensor, variance.tensor];
  const outputs = [y, first, second, first, second, second];
  return outputs.slice(0, call.node.outputs.length);
}
