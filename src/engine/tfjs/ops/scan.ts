/** Running sums and products, and the largest of a row. */
import * as tf from '@tensorflow/tfjs-core';
import { castTo } from '../cast';
import { type GradientCall, type OpCall, type OpTable, REFUSED } from '../call';
import { deviceDType } from '../../dtypes';
import { reverse, scanAlong } from '../ranks';
import { wrapInteger } from './unary';

type Scan = typeof tf.cumsum;

export const SCAN: OpTable = {
  Cumsum: {
    run: (call) => scan(call, call.tensor(0), tf.cumsum, call.flag('reverse')),
    kernels: ['Cumsum', 'Reverse'],
    gradient: ({ call, dy }) => [() => scan(call, dy, tf.cumsum, !call.flag('reverse'))],
  },
  Cumprod: {
    run: (call) => scan(call, call.tensor(0), tf.cumprod, call.flag('reverse')),
    kernels: ['Cumprod', 'Reverse'],
    gradient: REFUSED,
  },
  TopKV2: {
    run: (call) => {
      const { values, indices } = tf.topk(
        call.tensor(0),
        call.scalar(1),
        call.flag('sorted', true),
      );
      return [values, indices];
    },
    kernels: ['TopK'],
    gradient: (at) => [() => topKGradient(at)],
    backward: ['OneHot', 'Multiply', 'Sum', 'ExpandDims'],
  },
};

/** Backwards by turning around: tfjs-webgpu mixes up the shaders of reverse scans of different lengths. */
function scan(call: OpCall, x: tf.Tensor, compute: Scan, isReverse: boolean): tf.Tensor {
  const asked = call.scalar(1);
  const axis = asked < 0 ? asked + x.rank : asked;
  const turn = (value: tf.Tensor) => (isReverse ? reverse(value, [axis]) : value);
  const exclusive = call.flag('exclusive');
  const run = scanAlong(turn(x), axis, (value, along) => compute(value, along, exclusive));
  const { dtype } = call.node.outputs[0]!;
  return turn(wrapInteger(castTo(run, deviceDType(dtype)), dtype));
}

/** Every gradient goes back to the place that its value came from. */
function topKGradient({ call, dy }: GradientCall): tf.Tensor {
  const { indices } = tf.topk(call.tensor(0), call.scalar(1), call.flag('sorted', true));
  const places = castTo(tf.oneHot(castTo(indices, 'int32'), call.shape(0).at(-1)!), 'float32');
  return tf.sum(tf.mul(places, tf.expandDims(dy, -1)), -2);
}
