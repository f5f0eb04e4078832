/** Ops that make tensors from shapes and numbers. */
import * as tf from '@tensorflow/tfjs-core';
import { NDArray, sizeOf, type DType } from '#tensor';
import { sumTo } from '../broadcast';
import type { OpCall, OpTable, Value } from '../call';
import { deviceDType, hostArray } from '../../dtypes';

export const MAKE: OpTable = {
  Shape: { run: (call) => onHost(call, call.shape(0)), kernels: [] },
  ShapeN: { run: (call) => call.inputs.map(({ shape }, i) => onHost(call, shape, i)), kernels: [] },
  Size: { run: (call) => onHost(call, sizeOf(call.shape(0)), 0), kernels: [] },
  Rank: { run: (call) => onHost(call, call.shape(0).length, 0), kernels: [] },
  Fill: {
    run: fill,
    kernels: ['Fill', 'Tile'],
    gradient: ({ dy }) => [undefined, () => sumTo(dy, [])],
  },
  Range: { run: range, kernels: [] },
  LinSpace: { run: linSpace, kernels: [] },
  ZerosLike: { run: (call) => constantLike(call, 0), kernels: ['Fill'] },
  OnesLike: { run: (call) => constantLike(call, 1), kernels: ['Fill'] },
};

/** Sizes stay on the host, so that the next Reshape needs no transfer. */
function onHost(call: OpCall, sizes: readonly number[] | number, output = 0): NDArray {
  const dtype = call.node.outputs[output]!.dtype as DType;
  return typeof sizes === 'number'
    ? hostArray([sizes], [], dtype)
    : hostArray(sizes, [sizes.length], dtype);
}

function fill(call: OpCall): tf.Tensor {
  const dims = call.numbers(0);
  const value = call.inputs[1]!;
  if (value instanceof NDArray) return tf.fill(dims, call.scalar(1), deviceDType(value.dtype));
  return tf.broadcastTo(value, dims);
}

function range(call: OpCall): Value {
  const [start, limit, delta] = [call.scalar(0), call.scalar(1), call.scalar(2)];
  const length = Math.max(0, Math.ceil((limit - start) / delta));
  const values = Array.from({ length }, (_, i) => start + i * delta);
  return onHost(call, values);
}

/** The last value is the stop itself, whatever rounding made of the steps. */
function linSpace(call: OpCall): Value {
  const [start, stop, count] = [call.scalar(0), call.scalar(1), call.scalar(2)];
  const step = count > 1 ? (stop - start) / (count - 1) : 0;
  const values = Array.from({ length: count }, (_, i) =>
    i > 0 && i === count - 1 ? stop : start + i * step,
  );
  return onHost(call, values);
}

function constantLike(call: OpCall, value: number): tf.Tensor {
  return tf.fill([...call.shape(0)], value, deviceDType(call.node.outputs[0]!.dtype));
}
