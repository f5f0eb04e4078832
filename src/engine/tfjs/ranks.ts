/** tfjs functions that its GPU kernels offer up to rank 4 only, for any rank: one axis after the other, as three dimensions. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '#tensor';
import { castTo } from './cast';

/** Highest rank that every kernel takes. */
const COMMON = 4;

type Pads = readonly (readonly [number, number])[];

/** Adds elements of a value around. */
export function pad(x: tf.Tensor, paddings: Pads, value = 0): tf.Tensor {
  return padBy(x, paddings, (part, around) => tf.pad(part, around, value));
}

export function mirrorPad(x: tf.Tensor, paddings: Pads, mode: 'reflect' | 'symmetric'): tf.Tensor {
  return padBy(x, paddings, (part, around) => tf.mirrorPad(part, around, mode));
}

function padBy(
  x: tf.Tensor,
  paddings: Pads,
  compute: (x: tf.Tensor, paddings: [number, number][]) => tf.Tensor,
): tf.Tensor {
  if (x.rank <= COMMON) return compute(x, paddings.map(pairOf));
  return paddings.reduce((value, around, axis) => {
    if (around[0] === 0 && around[1] === 0) return value;
    return alongAxis(value, axis, (part) => compute(part, [[0, 0], pairOf(around), [0, 0]]));
  }, x);
}

/** tfjs-wasm turns booleans around in groups of four bytes, hence the numbers. */
export function reverse(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  if (axes.length === 0) return x;
  if (x.dtype === 'bool') return castTo(reverse(castTo(x, 'int32'), axes), 'bool');
  if (x.rank <= COMMON) return tf.reverse(x, [...axes]);
  return axes.reduce(
    (value, axis) =>
      alongAxis(value, axis < 0 ? axis + x.rank : axis, (part) => tf.reverse(part, 1)),
    x,
  );
}

/** Running sums or products. @param axis counted from the front */
export function scanAlong(
  x: tf.Tensor,
  axis: number,
  compute: (x: tf.Tensor, axis: number) => tf.Tensor,
): tf.Tensor {
  return x.rank <= COMMON ? compute(x, axis) : alongAxis(x, axis, (part) => compute(part, 1));
}

/** `condition ? a : b` of shapes that broadcast. */
export function where(condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const shape = [a.shape, b.shape].reduce(
    (one, other) => tf.broadcast_util.assertAndGetBroadcastShape(one, other),
    condition.shape,
  );
  if (shape.length <= COMMON) return tf.where(condition, a, b);
  const flat = (x: tf.Tensor) => tf.reshape(tf.broadcastTo(x, shape), [-1]);
  return tf.reshape(tf.where(flat(condition), flat(a), flat(b)), shape);
}

function alongAxis(x: tf.Tensor, axis: number, compute: (x: tf.Tensor3D) => tf.Tensor): tf.Tensor {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const result = compute(tf.reshape(x, [sizeOf(before), x.shape[axis]!, sizeOf(after)]));
  return tf.reshape(result, [...before, result.shape[1]!, ...after]);
}

function pairOf([before, after]: readonly [number, number]): [number, number] {
  return [before, after];
}
