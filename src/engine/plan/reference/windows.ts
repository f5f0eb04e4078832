/** Convolutions and pooling, by walking over every pair of an output place and a tap that sees the image. */
import {
  countOf,
  type Conv2D,
  type Conv2DInputGradient,
  type Conv2DWeightGradient,
  type Count,
  type DepthwiseConv2D,
  type DepthwiseConv2DInputGradient,
  type DepthwiseConv2DWeightGradient,
  type Pool,
  type PoolGradient,
  type Window,
} from '../plan';
import { applyEpilogue, applyGate } from './epilogue';
import type { At, KernelTable } from './kernel';
import { columnSums } from './linear';

export const WINDOWS = {
  conv2d: convolve,
  depthwiseConv2d: convolve,
  conv2dInputGradient: inputGradient,
  depthwiseConv2dInputGradient: inputGradient,
  conv2dWeightGradient: weightGradient,
  depthwiseConv2dWeightGradient: weightGradient,
  pool,
  poolGradient,
} satisfies KernelTable;

/** Where a tap meets the image: pixel numbers (over all samples) of input and output, and the tap's number. */
type Meet = (input: number, output: number, tap: number) => void;

function meetAll(samples: Count, w: Window, { batch }: At, meet: Meet): void {
  const taps = w.kernelHeight * w.kernelWidth;
  const places = w.outHeight * w.outWidth;
  for (let output = 0; output < countOf(samples, batch) * places; output++) {
    const sample = Math.floor(output / places);
    const [row, column] = [Math.floor((output % places) / w.outWidth), output % w.outWidth];
    for (let tap = 0; tap < taps; tap++) {
      const down = Math.floor(tap / w.kernelWidth) * w.dilationHeight;
      const across = (tap % w.kernelWidth) * w.dilationWidth;
      const y = row * w.strideHeight + down - w.padTop;
      const x = column * w.strideWidth + across - w.padLeft;
      if (y < 0 || y >= w.inHeight || x < 0 || x >= w.inWidth) continue;
      meet((sample * w.inHeight + y) * w.inWidth + x, output, tap);
    }
  }
}

/** Pairs of channels that a tap connects, with the place of their weight. */
type Connect = (input: number, output: number, weight: number) => void;

function connectAll(kind: string, w: Window, tap: number, connect: Connect): void {
  const isDepthwise = kind.startsWith('depthwise');
  const multiplier = w.outChannels / w.inChannels;
  for (let output = 0; output < w.outChannels; output++) {
    if (isDepthwise) {
      connect(Math.floor(output / multiplier), output, tap * w.outChannels + output);
      continue;
    }
    for (let input = 0; input < w.inChannels; input++) {
      connect(input, output, (tap * w.inChannels + input) * w.outChannels + output);
    }
  }
}

/** Every product of a convolution: places in the input, the output and the weights. */
function eachProduct(
  op: { readonly kind: string; readonly samples: Count; readonly window: Window },
  at: At,
  visit: Connect,
): void {
  const { inChannels, outChannels } = op.window;
  meetAll(op.samples, op.window, at, (input, output, tap) =>
    connectAll(op.kind, op.window, tap, (from, to, weight) =>
      visit(input * inChannels + from, output * outChannels + to, weight),
    ),
  );
}

function convolve(op: Conv2D | DepthwiseConv2D, at: At): void {
  const [x, weights] = [at.read(op.x), at.read(op.weights)];
  const bias = op.bias && at.read(op.bias);
  const sums = new Float64Array(countOf(op.out.count, at.batch));
  if (bias) sums.forEach((_, i) => (sums[i] = bias[i % bias.length]!));
  eachProduct(op, at, (from, to, weight) => (sums[to]! += x[from]! * weights[weight]!));
  at.write(op.out, applyEpilogue(Float32Array.from(sums), op.epilogue, at));
}

function inputGradient(op: Conv2DInputGradient | DepthwiseConv2DInputGradient, at: At): void {
  const [gradient, weights] = [at.read(op.gradient), at.read(op.weights)];
  const sums = new Float64Array(countOf(op.out.count, at.batch));
  eachProduct(op, at, (from, to, weight) => (sums[from]! += gradient[to]! * weights[weight]!));
  at.write(op.out, applyGate(Float32Array.from(sums), op.gate, at));
}

function weightGradient(op: Conv2DWeightGradient | DepthwiseConv2DWeightGradient, at: At): void {
  const [x, gradient] = [at.read(op.x), at.read(op.gradient)];
  const sums = new Float64Array(countOf(op.out.count, at.batch));
  eachProduct(op, at, (from, to, weight) => (sums[weight]! += x[from]! * gradient[to]!));
  at.write(op.out, Float32Array.from(sums));
  if (op.biasOut) at.write(op.biasOut, columnSums(gradient, op.window.outChannels));
}

function pool(op: Pool, at: At): void {
  const x = at.read(op.x);
  const { channels, counts } = seenBy(op, at);
  const values = new Float32Array(countOf(op.out.count, at.batch));
  if (op.mode === 'max') values.fill(-Infinity);
  eachPair(op, at, (from, to) => {
    if (op.mode === 'max') values[to] = Math.max(values[to]!, x[from]!);
    else values[to]! += x[from]! / counts[Math.floor(to / channels)]!;
  });
  at.write(op.out, values);
}

function poolGradient(op: PoolGradient, at: At): void {
  const gradient = at.read(op.gradient);
  const { channels, counts } = seenBy(op, at);
  const values = new Float32Array(countOf(op.out.count, at.batch));
  if (op.mode === 'average') {
    eachPair(op, at, (from, to) => {
      values[from]! += gradient[to]! / counts[Math.floor(to / channels)]!;
    });
  } else {
    const [x, y] = [at.read(op.x), at.read(op.y)];
    const isGiven = new Uint8Array(y.length);
    eachPair(op, at, (from, to) => {
      if (isGiven[to] || x[from] !== y[to]) return;
      isGiven[to] = 1;
      values[from]! += gradient[to]!;
    });
  }
  at.write(op.out, applyGate(values, op.gate, at));
}

/** How many places of the image each output sees. */
function seenBy(op: Pool | PoolGradient, at: At) {
  const { inChannels: channels, outHeight, outWidth } = op.window;
  const counts = new Int32Array(countOf(op.samples, at.batch) * outHeight * outWidth);
  meetAll(op.samples, op.window, at, (_, output) => counts[output]!++);
  return { channels, counts };
}

function eachPair(
  op: Pool | PoolGradient,
  at: At,
  visit: (input: number, output: number) => void,
): void {
  const channels = op.window.inChannels;
  meetAll(op.samples, op.window, at, (input, output) => {
    for (let c = 0; c < channels; c++) visit(input * channels + c, output * channels + c);
  });
}
