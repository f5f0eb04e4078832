/** Reductions; the axes are an input that the host knows. */
import * as tf from '@tensorflow/tfjs-core';
import { keptShape, spread, sumOver } from '../broadcast';
import { castTo, maskOf } from '../cast';
import type { GradientCall, OpCall, OpKernel, OpTable } from '../call';
import type { DeviceDType } from '../../dtypes';
import { wrapInteger } from './unary';

type Reduce = (x: tf.Tensor, axes: number[]) => tf.Tensor;

/** @param axes never empty */
type Derivative = (at: GradientCall, x: tf.Tensor, axes: readonly number[]) => tf.Tensor;

const reduce = (
  compute: Reduce,
  kernels: string[],
  derive?: Derivative,
  backward: string[] = [],
): OpKernel => ({
  run: (call) => runReduce(call, compute),
  kernels,
  backward,
  ...(derive ? { gradient: (at) => [() => deriveReduce(at, derive)] } : {}),
});

export const REDUCE: OpTable = {
  Sum: reduce(sumOver, ['Sum', 'BatchMatMul'], ({ dy }, x, axes) => spread(dy, x.shape, axes)),
  Mean: reduce(meanOver, ['Mean', 'BatchMatMul'], ({ y, dy }, x, axes) =>
    spread(tf.mul(dy, y.size / x.size), x.shape, axes),
  ),
  Max: reduce((x, axes) => tf.max(x, axes), ['Max'], deriveExtreme, ['Equal']),
  Min: reduce((x, axes) => tf.min(x, axes), ['Min'], deriveExtreme, ['Equal']),
  Prod: reduce((x, axes) => tf.prod(x, axes), ['Prod'], deriveProduct, ['Cumprod', 'Reverse']),
  All: reduce((x, axes) => tf.all(x, axes), ['All']),
  Any: reduce((x, axes) => tf.any(x, axes), ['Any']),
  EuclideanNorm: reduce(
    (x, axes) => tf.sqrt(castTo(sumOver(tf.square(x), axes), 'float32')),
    ['Sum', 'Square', 'Sqrt', 'BatchMatMul'],
    ({ y, dy }, x, axes) => tf.mul(x, spread(tf.divNoNan(dy, y), x.shape, axes)),
    ['RealDiv', 'Equal', 'Select'],
  ),
  ArgMax: { run: (call) => tf.argMax(asFloats(call), call.scalar(1)), kernels: ['ArgMax'] },
  ArgMin: { run: (call) => tf.argMin(asFloats(call), call.scalar(1)), kernels: ['ArgMin'] },
};

/** Booleans have no order on every backend. */
function asFloats(call: OpCall): tf.Tensor {
  const x = call.tensor(0);
  return x.dtype === 'bool' ? castTo(x, 'float32') : x;
}

function runReduce(call: OpCall, compute: Reduce): tf.Tensor {
  const x = call.tensor(0);
  const axes = call.numbers(1);
  if (axes.length === 0) return x;
  if (x.size === 0) return ofNothing(call, x, axes);
  const result = castTo(compute(x, axes), x.dtype as DeviceDType);
  const wrapped = wrapInteger(result, call.node.outputs[0]!.dtype);
  // tfjs-webgpu forgets `keepDims` on some paths.
  return call.flag('keep_dims') ? tf.reshape(wrapped, keptShape(x.shape, axes)) : wrapped;
}

/** What an op makes of no elements; tfjs's kernels disagree. */
const OF_NOTHING: Readonly<Record<string, number>> = {
  Sum: 0,
  EuclideanNorm: 0,
  Mean: NaN,
  Prod: 1,
  Max: -Infinity,
  Min: Infinity,
  All: 1,
  Any: 0,
};

function ofNothing(call: OpCall, x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const kept = keptShape(x.shape, axes);
  const reduced = axes.map((axis) => (axis < 0 ? axis + x.rank : axis));
  const shape = call.flag('keep_dims') ? kept : kept.filter((_, axis) => !reduced.includes(axis));
  return tf.fill(shape, OF_NOTHING[call.node.op]!, x.dtype as DeviceDType);
}

function meanOver(x: tf.Tensor, axes: number[]): tf.Tensor {
  if (x.dtype !== 'float32' || tf.getBackend() !== 'wasm') return tf.mean(x, axes);
  const sums = sumOver(x, axes);
  return tf.div(sums, x.size / sums.size);
}

function deriveReduce(at: GradientCall, derive: Derivative): tf.Tensor {
  const axes = at.call.numbers(1);
  return axes.length === 0 ? at.dy : derive(at, at.call.tensor(0), axes);
}

/** Equal extremes share the gradient equally. */
function deriveExtreme({ y, dy }: GradientCall, x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const shape = keptShape(x.shape, axes);
  const hits = maskOf(tf.equal(x, tf.reshape(y, shape)));
  return tf.mul(tf.div(hits, tf.sum(hits, [...axes], true)), tf.reshape(dy, shape));
}

/** The product of all other factors, so that a zero among them does no harm. */
function deriveProduct({ dy }: GradientCall, x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const reduced = axes.map((axis) => (axis < 0 ? axis + x.rank : axis));
  const others = x.shape.map((_, axis) => axis).filter((axis) => !reduced.includes(axis));
  const order = [...others, ...reduced];
  const count = reduced.reduce((product, axis) => product * x.shape[axis]!, 1);
  const moved = tf.transpose(x, order);
  const rows = tf.reshape(moved, [-1, count]);
  const before = tf.cumprod(rows, 1, true, false);
  // tfjs-webgpu mixes up the shaders of reverse products of different lengths.
  const after = tf.reverse(tf.cumprod(tf.reverse(rows, 1), 1, true, false), 1);
  const partial = tf.reshape(tf.mul(before, after), moved.shape);
  const back = tf.transpose(partial, inverse(order));
  return tf.mul(back, tf.reshape(dy, keptShape(x.shape, axes)));
}

/** The permutation that undoes this one. */
export function inverse(order: readonly number[]): number[] {
  const undo: number[] = [];
  order.forEach((from, to) => (undo[from] = to));
  return undo;
}
