/** Cutting tensors into parts and putting parts together. */
import * as tf from '@tensorflow/tfjs-core';
import type { Gradient, GradientCall, OpCall, OpTable } from '../call';
import { pad } from '../ranks';
import { stridedSlice, stridedSliceGradient } from './strided-slice';

export const PARTS: OpTable = {
  ConcatV2: {
    run: (call) => concat(call, call.inputs.length - 1),
    kernels: ['Concat'],
    gradient: (at) => concatGradient(at, at.call.inputs.length - 1),
    backward: ['Slice'],
  },
  Concat: {
    run: (call) => concat(call, 0),
    kernels: ['Concat'],
    gradient: (at) => concatGradient(at, 0),
    backward: ['Slice'],
  },
  Pack: {
    run: (call) => tf.stack(call.tensors(), call.number('axis', 0)),
    kernels: ['Pack'],
    gradient: packGradient,
    backward: ['Slice'],
  },
  Unpack: {
    run: (call) => tf.unstack(call.tensor(0), call.number('axis', 0)),
    kernels: ['Unpack'],
    isThroughAll: true,
    gradient: (at) => [() => tf.stack(outputGradients(at), at.call.number('axis', 0))],
    backward: ['Pack', 'Fill'],
  },
  Split: {
    run: (call) => tf.split(call.tensor(1), call.number('num_split', 1), call.scalar(0)),
    kernels: ['SplitV'],
    isThroughAll: true,
    gradient: (at) => [
      undefined,
      () => tf.concat(outputGradients(at, splitShapes(at.call, 1, 0)), at.call.scalar(0)),
    ],
    backward: ['Concat', 'Fill'],
  },
  SplitV: {
    run: (call) => splitV(call),
    kernels: ['Slice'],
    isThroughAll: true,
    gradient: (at) => [
      () => tf.concat(outputGradients(at, splitShapes(at.call, 0, 2)), at.call.scalar(2)),
    ],
    backward: ['Concat', 'Fill'],
  },
  Slice: {
    run: (call) => tf.slice(call.tensor(0), ...windowOf(call)),
    kernels: ['Slice'],
    gradient: sliceGradient,
    backward: ['PadV2'],
  },
  StridedSlice: {
    run: stridedSlice,
    kernels: ['Slice', 'PadV2', 'Reshape', 'Reverse'],
    gradient: stridedSliceGradient,
  },
};

/** @param axisAt where the axis stands among the inputs */
function concat(call: OpCall, axisAt: number): tf.Tensor {
  const parts = call.tensors().filter((_, index) => index !== axisAt);
  return tf.concat(parts, call.scalar(axisAt));
}

function concatGradient({ call, dy }: GradientCall, axisAt: number): ReturnType<Gradient> {
  const axis = positive(call.scalar(axisAt), dy.rank);
  let end = 0;
  return call.inputs.map(({ shape }, index) => {
    if (index === axisAt) return undefined;
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

/** Of every output, zeros where none has arrived. @param shapes of the outputs; by default all like the first */
function outputGradients(
  { call, y, dys }: GradientCall,
  shapes?: readonly number[][],
): tf.Tensor[] {
  return call.node.outputs.map((_, index) => dys[index] ?? tf.zeros(shapes?.[index] ?? y.shape));
}

function splitShapes(call: OpCall, value: number, axisAt: number): number[][] {
  const shape = call.shape(value);
  const axis = positive(call.scalar(axisAt), shape.length);
  return partSizes(call, shape[axis]!).map((size) =>
    shape.map((dim, at) => (at === axis ? size : dim)),
  );
}

/** Lengths of the parts; one of SplitV's may be -1: what the others leave. */
function partSizes(call: OpCall, length: number): number[] {
  const count = call.number('num_split', 1);
  if (call.node.op === 'Split') return new Array<number>(count).fill(length / count);
  const sizes = call.numbers(1);
  const known = sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
  return sizes.map((size) => (size === -1 ? length - known : size));
}

/** By slices: tfjs's kernels disagree about parts of length 0. */
function splitV(call: OpCall): tf.Tensor[] {
  const x = call.tensor(0);
  const axis = positive(call.scalar(2), x.rank);
  let end = 0;
  return splitShapes(call, 0, 2).map((shape) => {
    const begin = end;
    end += shape[axis]!;
    return tf.slice(
      x,
      shape.map((_, dim) => (dim === axis ? begin : 0)),
      shape,
    );
  });
}

/** Starts and sizes; a size of -1 is all that is left. */
function windowOf(call: OpCall): [starts: number[], sizes: number[]] {
  const starts = call.numbers(1);
  const sizes = call.numbers(2).map((size, axis) => {
    return size === -1 ? call.shape(0)[axis]! - starts[axis]! : size;
  });
  return [starts, sizes];
}

function sliceGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const [starts, sizes] = windowOf(call);
  const around = call.shape(0).map((dim, axis): [number, number] => {
    return [starts[axis]!, dim - starts[axis]! - sizes[axis]!];
  });
  return [() => pad(dy, around)];
}

function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
