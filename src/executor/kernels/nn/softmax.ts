/** What normalises the last dimension, and losses. */
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { makeTensor } from '../../tensor';
import {
  broadcastShape,
  broadcastStrides,
  integersOf,
  invalid,
  newNumbers,
  numbersOf,
  sameShape,
  sizeOf,
  strided,
  tensorOf,
  widened,
  type Numbers,
} from '../shared';

/** The logarithm of the sum of the exponentials of `count` numbers. */
function logSumExp(source: Numbers, from: number, count: number): number {
  let max = -Infinity;
  for (let k = 0; k < count; k++) if (source[from + k]! > max) max = source[from + k]!;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.exp(source[from + k]! - max);
  return max + Math.log(sum);
}

function normalising(isLog: boolean): Kernel {
  return (call) => {
    const x = call.input(0);
    if (x.shape.length < 1) {
      invalid(`logits must have >= 1 dimension, got ${shapeText(x.shape)}`);
    }
    const source = numbersOf(x);
    const out = newNumbers(x.dtype, sizeOf(x));
    const count = x.shape.at(-1)!;
    for (let from = 0; from < out.length; from += count) {
      const total = logSumExp(source, from, count);
      for (let k = from; k < from + count; k++) {
        out[k] = isLog ? source[k]! - total : Math.exp(source[k]! - total);
      }
    }
    return [tensorOf(x.dtype, x.shape, out)];
  };
}

/** Half the sum of squares. */
const l2Loss: Kernel = (call) => {
  const x = call.input(0);
  const source = numbersOf(x);
  let sum = 0;
  for (let i = 0; i < source.length; i++) sum += source[i]! * source[i]!;
  const out = newNumbers(x.dtype, 1);
  out[0] = sum / 2;
  return [tensorOf(x.dtype, [], out)];
};

/** The loss of each row, and its gradient. */
const crossEntropy: Kernel = (call) => {
  const [logits, labels] = [call.input(0), call.input(1)];
  const shape = broadcastShape([logits.shape, labels.shape]);
  if (shape && shape.length !== 2) {
    invalid('logits and labels must be either 2-dimensional, or broadcasted to be 2-dimensional');
  }
  if (!shape) {
    invalid(
      `logits and labels must be broadcastable: logits_size=${shapeText(logits.shape)} labels_size=${shapeText(labels.shape)}`,
    );
  }
  const [x, y] = [logits, labels].map((one) =>
    sameShape(one.shape, shape) ? one : strided(one, shape, broadcastStrides(one.shape, 2)),
  );
  const [rows, classes] = shape as [number, number];
  const [source, target] = [numbersOf(x!), numbersOf(y!)];
  const loss = newNumbers(logits.dtype, rows);
  const gradient = newNumbers(logits.dtype, rows * classes);
  for (let row = 0; row < rows; row++) {
    const total = logSumExp(source, row * classes, classes);
    let sum = 0;
    for (let k = row * classes; k < (row + 1) * classes; k++) {
      sum += target[k]! * (total - source[k]!);
      gradient[k] = Math.exp(source[k]! - total) - target[k]!;
    }
    loss[row] = sum;
  }
  return [tensorOf(logits.dtype, [rows], loss), tensorOf(logits.dtype, shape, gradient)];
};

/** As above, with classes by number. */
const sparseCrossEntropy: Kernel = (call) => {
  const [logits, labels] = [call.input(0), call.input(1)];
  if (logits.shape.length !== 2) {
    invalid(`logits must be 2-D, but got shape ${shapeText(logits.shape)}`);
  }
  const [rows, classes] = logits.shape as [number, number];
  if (labels.shape.length !== 1 || labels.shape[0] !== rows) {
    invalid(
      `logits and labels must have the same first dimension, got logits shape ${shapeText(logits.shape)} and labels shape ${shapeText(labels.shape)}`,
    );
  }
  const hot = new Float32Array(rows * classes);
  const classNumbers = integersOf(labels);
  classNumbers.forEach((label, row) => {
    if (label < 0 || label >= classes) {
      invalid(
        `Received a label value of ${label} which is outside the valid range of [0, ${classes}).  Label values: ${classNumbers.join(' ')}`,
      );
    }
    hot[row * classes + label] = 1;
  });
  return crossEntropy(call.withInputs([logits, makeTensor('float32', logits.shape, hot)]));
};

export const SOFTMAX: Kernels = widened({
  Softmax: normalising(false),
  LogSoftmax: normalising(true),
  L2Loss: l2Loss,
  SoftmaxCrossEntropyWithLogits: crossEntropy,
  SparseSoftmaxCrossEntropyWithLogits: sparseCrossEntropy,
});
