import { describe, expect, test } from 'vitest';
import { depthwiseConv2d } from './depthwise-conv2d';
import { depthwiseConv2dInputGradient } from './depthwise-conv2d-input-gradient';
import {
  depthwiseConv2dWeightGradient,
  depthwiseConv2dWeightGradientScratchBytes,
} from './depthwise-conv2d-weight-gradient';
import { Bench, noise } from './testing/shares';
import { farthest, visitDepthwise, windowOf, type Layer } from './testing/windows';

const base = { height: 9, width: 8, channels: 8, filters: 8, kernel: [3, 3] } as const;
const LAYERS: Record<string, Layer> = {
  'of whole vectors': { ...base, padding: 'valid' },
  'of odd sizes': { ...base, width: 7, channels: 17, filters: 17, padding: 'same' },
  'of one channel': { ...base, channels: 1, filters: 1, padding: 'same' },
  'with strides': { ...base, channels: 37, filters: 37, padding: 'same', strides: 2 },
  'with dilation': { ...base, height: 10, padding: 'same', dilation: 2 },
  'with strides and dilation': { ...base, padding: 'same', strides: 3, dilation: 2 },
  'with several filters for a channel': { ...base, channels: 5, filters: 15, padding: 'same' },
  'with several filters and strides': { ...base, filters: 16, padding: 'valid', strides: 2 },
};
const SAMPLES = 3;

const bench = (await Bench.ofTiers())[0]!;

describe.each(Object.entries(LAYERS))('a depthwise convolution %s', (_, spec) => {
  const window = windowOf(spec);
  const inputs = SAMPLES * window.inHeight * window.inWidth * window.inChannels;
  const outputs = SAMPLES * window.outHeight * window.outWidth * window.outChannels;
  const count = window.kernelHeight * window.kernelWidth * window.outChannels;
  const x = noise(inputs, 1);
  const weights = noise(count, 2);
  const bias = noise(window.outChannels, 3);
  const gradient = noise(outputs, 4);

  test.each([1, 3])('equals plain loops on %i threads', (threads) => {
    const out = bench.room(outputs);
    const at = { x: bench.place(x), weights: bench.place(weights), bias: bench.place(bias) };
    bench.run((tape) => depthwiseConv2d(tape, { ...at, out, samples: SAMPLES, window }), threads);
    const expected = Float64Array.from({ length: outputs }, (_, i) => bias[i % bias.length]!);
    visitDepthwise(window, SAMPLES, (i, o, w) => (expected[o]! += x[i]! * weights[w]!));
    expect(farthest(bench.read(out, outputs), expected)).toBeLessThan(1e-5);
  });

  test.each([1, 3])("has plain loops' gradient by its input on %i threads", (threads) => {
    const out = bench.room(inputs);
    const at = { gradient: bench.place(gradient), weights: bench.place(weights), out };
    const op = { ...at, samples: SAMPLES, window };
    bench.run((tape) => depthwiseConv2dInputGradient(tape, op), threads);
    const expected = new Float64Array(inputs);
    visitDepthwise(window, SAMPLES, (i, o, w) => (expected[i]! += gradient[o]! * weights[w]!));
    expect(farthest(bench.read(out, inputs), expected)).toBeLessThan(1e-5);
  });

  test.each([1, 3])("has plain loops' gradient by its weights on %i threads", (threads) => {
    const [out, biasOut] = [bench.room(count), bench.room(bias.length)];
    const scratch = bench.simd.heap.allocate(depthwiseConv2dWeightGradientScratchBytes(window));
    const at = { x: bench.place(x), gradient: bench.place(gradient), out, biasOut, scratch };
    const op = { ...at, samples: SAMPLES, window };
    bench.run((tape) => depthwiseConv2dWeightGradient(tape, op), threads);
    const expected = new Float64Array(count);
    const expectedBias = new Float64Array(bias.length);
    visitDepthwise(window, SAMPLES, (i, o, w) => (expected[w]! += gradient[o]! * x[i]!));
    gradient.forEach((value, i) => (expectedBias[i % bias.length]! += value));
    expect(farthest(bench.read(out, count), expected)).toBeLessThan(1e-4);
    expect(farthest(bench.read(biasOut, bias.length), expectedBias)).toBeLessThan(1e-4);
  });
});
