/** Ops that change the shape of a tensor or move its elements around. */
import * as tf from '@tensorflow/tfjs-core';
import type { Gradient, GradientCall, OpCall, OpKernel, OpTable } from '../call';
import { castTo } from '../cast';
import { inverse } from './reduce';
import { stridedSlice, stridedSliceGradient } from './strided-slice';

/** The gradient takes the input's shape again. */
const reshaping = (run: OpKernel['run'], kernel: string): OpKernel => ({
  run,
  kernels: [kernel],
  gradient: ({ call, dy }) => [() => tf.reshape(dy, [...call.shape(0)])],
});

export const LAYOUT: OpTable = {
  Reshape: reshaping((call) => tf.reshape(call.tensor(0), call.numbers(1)), 'Reshape'),
  Squeeze: reshaping(squeeze, 'Reshape'),
  ExpandDims: reshaping((call) => tf.expandDims(call.tensor(0), call.scalar(1)), 'ExpandDims'),
  Transpose: {
    run: (call) => tf.transpose(call.tensor(0), call.numbers(1)),
    kernels: ['Transpose'],
    gradient: ({ call, dy }) => [() => tf.transpose(dy, inverse(call.numbers(1)))],
  },
  ConcatV2: { run: concat, kernels: ['Concat'], gradient: concatGradient, backward: ['Slice'] },
  Pack: {
    run: (call) => tf.stack(call.tensors(), call.number('axis', 0)),
    kernels: ['Pack'],
    gradient: packGradient,
    backward: ['Slice'],
  },
  Pad: {
    run: (call) => tf.pad(call.tensor(0), paddings(call)),
    kernels: ['PadV2'],
    gradient: ({ call, dy }) => [
      () =>
        tf.slice(
          dy,
          paddings(call).map(([before]) => before),
          [...call.shape(0)],
        ),
    ],
    backward: ['Slice'],
  },
  StridedSlice: {
    run: stridedSlice,
    kernels: ['Slice', 'PadV2', 'Reshape', 'Reverse'],
    gradient: stridedSliceGradient,
  },
  GatherV2: {
    run: (call) =>
      tf.gather(call.tensor(0), call.tensor(1), call.scalar(2), call.number('batch_dims', 0)),
    kernels: ['GatherV2'],
    gradient: (at) => [
      at.call.number('batch_dims', 0) === 0 ? () => gatherGradient(at) : undefined,
    ],
    backward: ['UnsortedSegmentSum'],
  },
  Tile: {
    run: (call) => tf.tile(call.tensor(0), call.numbers(1)),
    kernels: ['Tile'],
    gradient: (at) => [() => tileGradient(at)],
  },
};

function squeeze(call: OpCall): tf.Tensor {
  const axes = call.list('squeeze_dims');
  return tf.squeeze(call.tensor(0), axes.length > 0 ? [...axes] : undefined);
}

function concat(call: OpCall): tf.Tensor {
  const count = call.inputs.length - 1;
  return tf.concat(call.tensors(count), call.scalar(count));
}

function concatGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const parts = call.inputs.slice(0, -1);
  const axis = positive(call.scalar(parts.length), dy.rank);
  let end = 0;
  return parts.map(({ shape }) => {
    const begin = end;
    end += shape[axis]!;
    const start = shape.map((_, dim) => (dim === axis ? begin : 0));
    return () => tf.slice(dy, start, [...shape]);
  });
}

function packGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const axis = positive(call.number('axis', 0), dy.rank);
  return call.inputs.map(({ shape }, index) => () => {
    const start = dy.shape.map((_, dim) => (dim === axis ? index : 0));
    const size = dy.shape.map((length, dim) => (dim === axis ? 1 : length));
    return tf.reshape(tf.slice(dy, start, size), [...shape]);
  });
}

function paddings(call: OpCall): [number, number][] {
  const flat = call.numbers(1);
  return call.shape(0).map((_, axis) => [flat[2 * axis]!, flat[2 * axis + 1]!]);
}

/** Adds up what each element was gathered into, with the gathered axis moved to the front. */
function gatherGradient({ call, dy }: GradientCall): tf.Tensor {
  const params = call.shape(0);
  const indices = castTo(call.tensor(1), 'int32');
  const axis = positive(call.scalar(2), params.length);
  const order = dy.shape.map((_, dim) => dim);
  const gathered = order.splice(axis, indices.rank);
  const front = tf.transpose(dy, [...gathered, ...order]);
  const rest = params.filter((_, dim) => dim !== axis);
  const rows = tf.reshape(front, [indices.size, ...rest]);
  const sums = segmentSum(rows, tf.reshape(indices, [-1]) as tf.Tensor1D, params[axis]!);
  const back = rest.map((_, dim) => dim + 1);
  back.splice(axis, 0, 0);
  return tf.transpose(sums, back);
}

/** tfjs-wasm has no kernel for it: there a product with one-hot rows adds up. */
function segmentSum(rows: tf.Tensor, segments: tf.Tensor1D, count: number): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return tf.unsortedSegmentSum(rows, segments, count);
  const belongs = tf.transpose(castTo(tf.oneHot(segments, count), 'float32'));
  const sums = tf.matMul(belongs, tf.reshape(rows, [rows.shape[0]!, -1]));
  return tf.reshape(sums, [count, ...rows.shape.slice(1)]);
}

/** One axis after the other: the copies lie in a dimension of their own and are added up. */
function tileGradient({ call, dy }: GradientCall): tf.Tensor {
  const shape = call.shape(0);
  return call.numbers(1).reduce((sum, copies, axis) => {
    if (copies === 1) return sum;
    const split = [...shape.slice(0, axis), copies, shape[axis]!, ...sum.shape.slice(axis + 1)];
    return tf.sum(tf.reshape(sum, split), axis);
  }, dy);
}

function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
