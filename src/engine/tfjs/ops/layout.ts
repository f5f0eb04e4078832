/** Ops that change the shape of a tensor or move its elements around. */
import * as tf from '@tensorflow/tfjs-core';
import { sumTo } from '../broadcast';
import {
  type Gradient,
  type GradientCall,
  type OpCall,
  type OpKernel,
  type OpTable,
  REFUSED,
} from '../call';
import { castTo } from '../cast';
import { mirrorPad, pad, reverse, where } from '../ranks';
import { inverse } from './reduce';

/** The gradient takes the input's shape again. */
const reshaping = (run: OpKernel['run'], kernel: string): OpKernel => ({
  run,
  kernels: [kernel],
  gradient: ({ call, dy }) => [() => tf.reshape(dy, [...call.shape(0)])],
});

const padding = (valueOf: (call: OpCall) => number): OpKernel => ({
  run: (call) => pad(call.tensor(0), paddings(call), valueOf(call)),
  kernels: ['PadV2'],
  gradient: padGradient,
  backward: ['Slice'],
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
  Pad: padding(() => 0),
  PadV2: padding((call) => call.scalar(2)),
  MirrorPad: {
    run: (call) => mirrorPad(call.tensor(0), paddings(call), modeOf(call)),
    kernels: ['MirrorPad'],
    gradient: REFUSED,
  },
  Tile: {
    run: (call) => tf.tile(call.tensor(0), call.numbers(1)),
    kernels: ['Tile'],
    gradient: (at) => [() => tileGradient(at)],
  },
  BroadcastTo: {
    run: (call) => tf.broadcastTo(call.tensor(0), call.numbers(1)),
    kernels: ['Tile', 'Reshape'],
    gradient: ({ call, dy }) => [() => sumTo(dy, call.shape(0))],
  },
  ReverseV2: {
    run: (call) => reverse(call.tensor(0), call.numbers(1)),
    kernels: ['Reverse'],
    gradient: ({ call, dy }) => [() => reverse(dy, call.numbers(1))],
  },
  Roll: {
    run: (call) => roll(call.tensor(0), call.numbers(1), call.numbers(2)),
    kernels: ['Slice', 'Concat'],
    gradient: ({ call, dy }) => [
      () =>
        roll(
          dy,
          call.numbers(1).map((shift) => -shift),
          call.numbers(2),
        ),
    ],
  },
  MatrixBandPart: {
    run: (call) => inBand(call, call.tensor(0)),
    kernels: ['Multiply', 'NotEqual', 'Select', 'Tile', 'ZerosLike'],
    gradient: ({ call, dy }) => [() => inBand(call, dy)],
  },
};

function squeeze(call: OpCall): tf.Tensor {
  const axes = call.list('squeeze_dims');
  return tf.squeeze(call.tensor(0), axes.length > 0 ? [...axes] : undefined);
}

function paddings(call: OpCall): [number, number][] {
  const flat = call.numbers(1);
  return call.shape(0).map((_, axis) => [flat[2 * axis]!, flat[2 * axis + 1]!]);
}

function padGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const starts = paddings(call).map(([before]) => before);
  return [() => tf.slice(dy, starts, [...call.shape(0)])];
}

function modeOf(call: OpCall): 'reflect' | 'symmetric' {
  return call.text('mode', 'REFLECT') === 'REFLECT' ? 'reflect' : 'symmetric';
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

function roll(x: tf.Tensor, shifts: readonly number[], axes: readonly number[]): tf.Tensor {
  return shifts.reduce((value, shift, i) => {
    const axis = axes[i]! < 0 ? axes[i]! + x.rank : axes[i]!;
    const length = value.shape[axis]!;
    const by = length === 0 ? 0 : ((shift % length) + length) % length;
    if (by === 0) return value;
    const part = (from: number, size: number) =>
      tf.slice(
        value,
        value.shape.map((_, dim) => (dim === axis ? from : 0)),
        value.shape.map((dim, at) => (at === axis ? size : dim)),
      );
    return tf.concat([part(length - by, by), part(0, length - by)], axis);
  }, x);
}

/** The matrices with zeros outside of the band; a negative bound keeps all on its side. */
function inBand(call: OpCall, x: tf.Tensor): tf.Tensor {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const [lower, upper] = [call.scalar(1), call.scalar(2)];
  const mask = new Int32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const isKept = (lower < 0 || i - j <= lower) && (upper < 0 || j - i <= upper);
      mask[i * columns + j] = isKept ? 1 : 0;
    }
  }
  const band = tf.tensor(mask, [rows, columns], 'int32');
  if (x.dtype === 'bool') return castTo(tf.mul(castTo(x, 'int32'), band), 'bool');
  const isIn = tf.broadcastTo(castTo(band, 'bool'), x.shape);
  return where(isIn, x, tf.zerosLike(x));
}
