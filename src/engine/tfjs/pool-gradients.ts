/** Gradients of pooling, with tfjs's kernels where those are right. */
import * as tf from '@tensorflow/tfjs-core';
import type { Pair, Padding } from './conv-gradients';

export interface PoolAttrs {
  readonly filterSize: Pair;
  readonly strides: Pair;
  readonly pad: Padding;
}

interface Pooling {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  readonly dy: tf.Tensor;
}

/** Of equal largest elements of a window the first takes the gradient. */
export function maxPoolGradient({ x, y, dy }: Pooling, attrs: PoolAttrs): tf.Tensor {
  const input = tf.getBackend() === 'wasm' ? withPositiveMaxima(x, y, attrs) : x;
  return runKernel('MaxPoolGrad', { dy, input, output: y }, attrs);
}

/**
 * tfjs-wasm's kernel drops the gradient of every window without a positive element. Windows that tile the input get 1
 * where their largest elements are; others get a shifted input, in which elements closer than its rounding are equal.
 */
function withPositiveMaxima(x: tf.Tensor, y: tf.Tensor, attrs: PoolAttrs): tf.Tensor {
  const [, rows, columns] = y.shape as [number, number, number, number];
  const [height, width] = attrs.filterSize;
  const isTiled =
    attrs.strides[0] === height &&
    attrs.strides[1] === width &&
    x.shape[1] === rows * height &&
    x.shape[2] === columns * width;
  if (!isTiled) return tf.add(tf.sub(x, tf.min(x)), 1);
  const size: Pair = [rows * height, columns * width];
  const largest = tf.image.resizeNearestNeighbor(y as tf.Tensor4D, size);
  return tf.cast(tf.equal(x, largest), 'float32');
}

/**
 * tfjs divides the gradient of an average by the whole window even where that hangs over the edge; weighing dy with
 * window / overlap before makes it right.
 */
export function avgPoolGradient({ x, dy }: Pooling, attrs: PoolAttrs): tf.Tensor {
  const rows = overhangs(x.shape[1]!, dy.shape[1]!, attrs, 0);
  const columns = overhangs(x.shape[2]!, dy.shape[2]!, attrs, 1);
  const weights = rows.flatMap((row) => columns.map((column) => row * column));
  const isInside = weights.every((weight) => weight === 1);
  const weighed = () => tf.mul(dy, tf.tensor(weights, [1, rows.length, columns.length, 1]));
  return runKernel('AvgPoolGrad', { dy: isInside ? dy : weighed(), input: x }, attrs);
}

/** Window length by how much of it lies inside, for each output of one side. */
function overhangs(
  input: number,
  output: number,
  { filterSize, strides, pad }: PoolAttrs,
  side: 0 | 1,
): number[] {
  const [size, step] = [filterSize[side], strides[side]];
  const total = pad === 'same' ? Math.max((output - 1) * step + size - input, 0) : 0;
  const before = Math.floor(total / 2);
  return Array.from({ length: output }, (_, i) => {
    const start = i * step - before;
    return size / (Math.min(start + size, input) - Math.max(start, 0));
  });
}

function runKernel(name: string, inputs: tf.NamedTensorMap, attrs: PoolAttrs): tf.Tensor {
  return tf.engine().runKernel(name, inputs, { ...attrs });
}
