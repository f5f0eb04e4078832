/** Normalisation and biases. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { binaryOnSimd, freeResidents } from '../../simd';
import { makeTensor, type Tensor } from '../../tensor';
import {
  invalid,
  newNumbers,
  numbersOf,
  sizeOf,
  splitAt,
  tensorOf,
  widened,
  type Numbers,
} from '../shared';

const bias: Kernel = (call) => {
  const [x, b] = [call.input(0), call.input(1)];
  if (x.shape.length < 2) invalid(`Input tensor must be at least 2D: ${shapeText(x.shape)}`);
  if (b.shape.length !== 1) invalid(`Biases must be 1D: ${shapeText(b.shape)}`);
  const isFirst = call.node.op === 'BiasAdd' && call.text('data_format', 'NHWC').startsWith('NC');
  const axis = isFirst ? 1 : x.shape.length - 1;
  if (b.shape[0] !== x.shape[axis]) {
    invalid(
      `Must provide as many biases as the last dimension of the input tensor: ${shapeText(b.shape)} vs. ${shapeText(x.shape)}`,
    );
  }
  const isOnSimd = x.dtype === 'float32' && b.dtype === 'float32' && !isFirst;
  const done = isOnSimd ? binaryOnSimd('add', x, b, x.shape) : undefined;
  if (done) return [done];
  const { before, size, after } = splitAt(x.shape, axis);
  const [source, biases] = [numbersOf(x), numbersOf(b)];
  const out = newNumbers(x.dtype, sizeOf(x));
  for (let i = 0, at = 0; i < before; i++) {
    for (let c = 0; c < size; c++) {
      const add = biases[c]!;
      for (let k = 0; k < after; k++, at++) out[at] = source[at]! + add;
    }
  }
  return [tensorOf(x.dtype, x.shape, out)];
};

interface Moments {
  readonly mean: Numbers;
  readonly variance: Numbers;
}

const batchNorm: Kernel = (call) => {
  const x = call.input(0);
  const rank = x.shape.length;
  if (rank !== 4 && rank !== 5) {
    invalid(`input must be 4 or 5-dimensional${shapeText(x.shape)}`);
  }
  const isFirst = call.text('data_format', 'NHWC').startsWith('NC');
  const axis = isFirst ? 1 : rank - 1;
  const isTraining = call.bool('is_training', true);
  checkParameters(call, x.shape[axis]!, isTraining);
  const moments = isTraining ? batchMoments(x, axis) : givenMoments(call);
  const y = normalise(call, x, axis, moments);
  return [y, ...statistics(call, x, axis, moments, isTraining)];
};

function checkParameters(call: KernelCall, channels: number, isTraining: boolean): void {
  const names = ['scale', 'offset', 'mean', 'variance'];
  const inputs = names.map((_, i) => call.input(i + 1));
  inputs.forEach(({ shape }, i) => {
    const name = i > 1 ? `estimated_${names[i]}` : names[i];
    if (shape.length !== 1) invalid(`${name} must be 1-dimensional${shapeText(shape)}`);
  });
  inputs.forEach(({ shape }, i) => {
    if (shape[0] === channels || (isTraining && i > 1)) return;
    const when = i > 1 ? 'When is_training=false, ' : '';
    invalid(
      `${when}${names[i]} must have the same number of elements as the channels of x, got ${shape[0]} and ${channels}`,
    );
  });
}

function givenMoments(call: KernelCall): Moments {
  return { mean: numbersOf(call.input(3)), variance: numbersOf(call.input(4)) };
}

/** Mean and variance (of the population) of each channel. */
function batchMoments(x: Tensor, axis: number): Moments {
  const { before, size, after } = splitAt(x.shape, axis);
  const source = numbersOf(x);
  const [mean, variance] = [new Float64Array(size), new Float64Array(size)];
  const count = before * after;
  const each = (visit: (value: number, channel: number) => void): void => {
    for (let at = 0; at < source.length; at++) visit(source[at]!, Math.floor(at / after) % size);
  };
  each((value, c) => (mean[c]! += value / count));
  each((value, c) => (variance[c]! += (value - mean[c]!) ** 2 / count));
  return { mean, variance };
}

function normalise(call: KernelCall, x: Tensor, axis: number, { mean, variance }: Moments): Tensor {
  const epsilon = call.float('epsilon', 0.0001);
  const [scale, offset] = [numbersOf(call.input(1)), numbersOf(call.input(2))];
  const { before, size, after } = splitAt(x.shape, axis);
  const [factors, shifts] = [new Float64Array(size), new Float64Array(size)];
  for (let c = 0; c < size; c++) {
    factors[c] = scale[c]! / Math.sqrt(variance[c]! + epsilon);
    shifts[c] = offset[c]! - mean[c]! * factors[c]!;
  }
  const isOnSimd = x.dtype === 'float32' && after === 1;
  const done = isOnSimd ? scaleAndShift(x, factors, shifts) : undefined;
  if (done) return done;
  const source = numbersOf(x);
  const out = newNumbers(x.dtype, sizeOf(x));
  for (let i = 0, at = 0; i < before; i++) {
    for (let c = 0; c < size; c++) {
      const [factor, shift] = [factors[c]!, shifts[c]!];
      for (let k = 0; k < after; k++, at++) out[at] = source[at]! * factor + shift;
    }
  }
  return tensorOf(x.dtype, x.shape, out);
}

/** By SIMD kernels; undefined where plain TypeScript has to do it. */
function scaleAndShift(x: Tensor, factors: Numbers, shifts: Numbers): Tensor | undefined {
  const scaled = binaryOnSimd('mul', x, vector(factors), x.shape);
  if (!scaled) return undefined;
  const shifted = binaryOnSimd('add', scaled, vector(shifts), x.shape);
  freeResidents([scaled]);
  return shifted;
}

function vector(values: Numbers): Tensor {
  return makeTensor('float32', [values.length], Float32Array.from(values));
}

/** What comes out beside `y`: the running moments, and those that a gradient would want. */
function statistics(
  call: KernelCall,
  x: Tensor,
  axis: number,
  { mean, variance }: Moments,
  isTraining: boolean,
): Tensor[] {
  const count = sizeOf(x) / x.shape[axis]!;
  const unbiased = Array.from(variance, (v) =>
    isTraining ? (v * count) / Math.max(count - 1, 1) : v,
  );
  const spare =
    call.node.op === 'FusedBatchNormV3' ? [makeTensor('float32', [], new Float32Array(1))] : [];
  return [vector(mean), vector(unbiased), vector(mean), vector(variance), ...spare];
}

/** Each value over a power of the sum of squares of its neighbours in depth. */
const lrn: Kernel = (call) => {
  const x = call.input(0);
  if (x.shape.length !== 4) invalid('in must be 4-dimensional');
  const [radius, offset] = [call.int('depth_radius', 5), call.float('bias', 1)];
  const [alpha, beta] = [call.float('alpha', 1), call.float('beta', 0.5)];
  const depth = x.shape[3]!;
  const source = numbersOf(x);
  const out = newNumbers(x.dtype, sizeOf(x));
  for (let at = 0; at < out.length; at++) {
    const channel = at % depth;
    const from = at - channel + Math.max(channel - radius, 0);
    const to = at - channel + Math.min(channel + radius, depth - 1);
    let sum = 0;
    for (let k = from; k <= to; k++) sum += source[k]! ** 2;
    out[at] = source[at]! * (offset + alpha * sum) ** -beta;
  }
  return [tensorOf(x.dtype, x.shape, out)];
};

export const NORM: Kernels = widened({
  BiasAdd: bias,
  BiasAddV1: bias,
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,
  LRN: lrn,
});
