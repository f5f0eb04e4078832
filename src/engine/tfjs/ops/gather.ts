/** Looking elements up by index, and putting them where an index says. */
import * as tf from '@tensorflow/tfjs-core';
import { castTo } from '../cast';
import { type GradientCall, type OpCall, type OpTable, REFUSED } from '../call';
import { deviceDType } from '../../dtypes';

export const GATHER: OpTable = {
  Gather: {
    run: (call) => gather(call, 0),
    kernels: ['GatherV2'],
    gradient: (at) => [() => gatherGradient(at, 0)],
    backward: ['UnsortedSegmentSum'],
  },
  GatherV2: {
    run: (call) => gather(call, call.scalar(2)),
    kernels: ['GatherV2'],
    gradient: (at) => [
      at.call.number('batch_dims', 0) === 0
        ? () => gatherGradient(at, at.call.scalar(2))
        : undefined,
    ],
    backward: ['UnsortedSegmentSum'],
  },
  GatherNd: {
    run: (call) => tf.gatherND(call.tensor(0), indicesOf(call, 1)),
    kernels: ['GatherNd'],
    gradient: ({ call, dy }) => [() => tf.scatterND(indicesOf(call, 1), dy, [...call.shape(0)])],
    backward: ['ScatterNd'],
  },
  ScatterNd: {
    run: (call) => tf.scatterND(indicesOf(call, 0), call.tensor(1), call.numbers(2)),
    kernels: ['ScatterNd'],
    gradient: ({ call, dy }) => [undefined, () => tf.gatherND(dy, indicesOf(call, 0))],
    backward: ['GatherNd'],
  },
  TensorScatterUpdate: {
    run: (call) => tf.tensorScatterUpdate(call.tensor(0), indicesOf(call, 1), call.tensor(2)),
    kernels: ['TensorScatterUpdate'],
    gradient: REFUSED,
  },
  OneHot: { run: oneHot, kernels: ['OneHot', 'Transpose'] },
};

function gather(call: OpCall, axis: number): tf.Tensor {
  const asked = call.number('batch_dims', 0);
  const batch = asked < 0 ? asked + call.shape(1).length : asked;
  return tf.gather(call.tensor(0), indicesOf(call, 1), axis, batch);
}

function indicesOf(call: OpCall, input: number): tf.Tensor {
  return castTo(call.tensor(input), 'int32');
}

/** Adds up what each element was gathered into, with the gathered axis moved to the front. */
function gatherGradient({ call, dy }: GradientCall, from: number): tf.Tensor {
  const params = call.shape(0);
  const indices = indicesOf(call, 1);
  const axis = from < 0 ? from + params.length : from;
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

/** tfjs puts the new axis last; `axis` may want it elsewhere. */
function oneHot(call: OpCall): tf.Tensor {
  const target = deviceDType(call.node.outputs[0]!.dtype);
  const hits = castTo(tf.oneHot(indicesOf(call, 0), call.scalar(1)), target);
  const last = betweenValues(hits, call.scalar(2), call.scalar(3));
  const axis = call.number('axis', -1);
  if (axis === -1 || axis === last.rank - 1) return last;
  const order = call.shape(0).map((_, dim) => dim);
  order.splice(axis, 0, last.rank - 1);
  return tf.transpose(last, order);
}

/** tfjs-wasm's own on and off values are right for integers only. */
function betweenValues(hits: tf.Tensor, on: number, off: number): tf.Tensor {
  if (hits.dtype === 'bool' || (on === 1 && off === 0)) return hits;
  const range = tf.scalar(on - off, hits.dtype);
  return tf.add(tf.mul(hits, range), tf.scalar(off, hits.dtype));
}
