/** Ops that make tensors from shapes, indices and random numbers. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import { NDArray } from '#tensor';
import { sumTo } from '../broadcast';
import { castTo } from '../cast';
import type { OpCall, OpTable } from '../call';
import { deviceDType } from '../dtypes';

export const GENERATE: OpTable = {
  Shape: { run: shape, kernels: [] },
  Fill: {
    run: fill,
    kernels: ['Fill', 'Tile'],
    gradient: ({ dy }) => [undefined, () => sumTo(dy, [])],
  },
  OneHot: { run: oneHot, kernels: ['OneHot', 'Transpose'] },
  RandomUniform: { run: randomUniform, kernels: [] },
};

/** Stays on the host, so that the next Reshape needs no transfer. */
function shape(call: OpCall): NDArray {
  const dims = call.shape(0);
  return call.node.outputs[0]!.dtype === 'int64'
    ? new NDArray(BigInt64Array.from(dims, BigInt), [dims.length], 'int64')
    : new NDArray(Int32Array.from(dims), [dims.length], 'int32');
}

function fill(call: OpCall): tf.Tensor {
  const dims = call.numbers(0);
  const value = call.inputs[1]!;
  if (value instanceof NDArray) return tf.fill(dims, call.scalar(1), deviceDType(value.dtype));
  return tf.broadcastTo(value, dims);
}

/** tfjs puts the new axis last; `axis` may want it elsewhere. */
function oneHot(call: OpCall): tf.Tensor {
  const target = deviceDType(call.node.outputs[0]!.dtype);
  const indices = castTo(call.tensor(0), 'int32');
  const hits = castTo(tf.oneHot(indices, call.scalar(1)), target);
  const last = betweenValues(hits, call.scalar(2), call.scalar(3));
  const axis = call.number('axis', -1);
  if (axis === -1 || axis === last.rank - 1) return last;
  const order = indices.shape.map((_, dim) => dim);
  order.splice(axis, 0, last.rank - 1);
  return tf.transpose(last, order);
}

/** tfjs-wasm's own on and off values are right for integers only. */
function betweenValues(hits: tf.Tensor, on: number, off: number): tf.Tensor {
  if (hits.dtype === 'bool' || (on === 1 && off === 0)) return hits;
  const range = tf.scalar(on - off, hits.dtype);
  return tf.add(tf.mul(hits, range), tf.scalar(off, hits.dtype));
}

function randomUniform(call: OpCall): tf.Tensor {
  const { dtype } = call.node.outputs[0]!;
  if (deviceDType(dtype) !== 'float32') {
    throw new NotImplementedError(`RandomUniform of dtype ${dtype} is not supported.`, {
      place: call.node.name,
    });
  }
  const dims = call.numbers(0);
  const length = dims.reduce((product, dim) => product * dim, 1);
  const values = call.host.random.uniform(call.host.streamOf(call.node), length);
  return tf.tensor(values, dims, 'float32');
}
