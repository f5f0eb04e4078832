import { describe, expect, test } from 'vitest';
import { conv2d, conv2dScratchBytes } from './conv2d';
import { conv2dInputGradient, conv2dInputGradientScratchBytes } from './conv2d-input-gradient';
import { conv2dWeightGradient, conv2dWeightGradientScratchBytes } from './conv2d-weight-gradient';
import { Bench, noise } from './testing/shares';
import { farthest, visitProducts, windowOf, type Layer } from './testing/windows';

const LAYERS: Record<string, Layer> = {
  'of one channel': layer(9, 11, 1, 16, [3, 3], 'valid'),
  'of one channel, padded, to odd filters': layer(7, 6, 1, 5, [5, 5], 'same'),
  'of whole tiles': layer(8, 8, 8, 16, [3, 3], 'valid'),
  'of odd sizes': layer(7, 5, 3, 17, [3, 2], 'same'),
  'of 17 channels to one': layer(5, 6, 17, 1, [2, 3], 'valid'),
  'with strides of 2': layer(9, 8, 4, 12, [3, 3], 'same', 2),
  'with strides of 3 and a larger kernel': layer(11, 10, 2, 6, [5, 4], 'same', 3),
  'with strides larger than the kernel': layer(9, 9, 5, 3, [1, 2], 'valid', 3),
  'with dilation': layer(9, 10, 6, 7, [3, 3], 'same', 1, 2),
  'with strides and dilation': layer(12, 11, 3, 4, [3, 3], 'same', 2, 3),
  'of one pixel': layer(6, 7, 13, 9, [1, 1], 'same'),
  'smaller than its kernel': layer(2, 2, 3, 4, [5, 5], 'same'),
  'with many weights': layer(4, 4, 96, 80, [3, 3], 'same'),
};
const SAMPLES = 3;

const bench = (await Bench.ofTiers())[0]!;

describe.each(Object.entries(LAYERS))('a convolution %s', (_, spec) => {
  const window = windowOf(spec);
  const inputs = SAMPLES * window.inHeight * window.inWidth * window.inChannels;
  const outputs = SAMPLES * window.outHeight * window.outWidth * window.outChannels;
  const count = window.kernelHeight * window.kernelWidth * window.inChannels * window.outChannels;
  const x = noise(inputs, 1);
  const weights = noise(count, 2);
  const bias = noise(window.outChannels, 3);
  // One dense image, others sparse.
  const gradient = noise(outputs, 4).map((value, i) =>
    i < outputs / SAMPLES || i % 3 === 0 ? value : 0,
  );

  test.each([1, 2, 3])('equals plain loops on %i threads', (threads) => {
    const out = bench.room(outputs);
    const at = {
      x: bench.place(x),
      weights: bench.place(weights),
      bias: bench.place(bias),
      scratch: bench.simd.heap.allocate(conv2dScratchBytes(window)),
    };
    bench.run((tape) => conv2d(tape, { ...at, out, samples: SAMPLES, window }), threads);
    const expected = Float64Array.from({ length: outputs }, (_, i) => bias[i % bias.length]!);
    visitProducts(window, SAMPLES, (i, o, w) => (expected[o]! += x[i]! * weights[w]!));
    expect(farthest(bench.read(out, outputs), expected)).toBeLessThan(2e-4);
  });

  test.each([1, 2, 5])("has plain loops' gradient by its input on %i threads", (threads) => {
    const out = bench.room(inputs);
    const at = {
      gradient: bench.place(gradient),
      weights: bench.place(weights),
      scratch: bench.simd.heap.allocate(conv2dInputGradientScratchBytes(window)),
    };
    bench.run(
      (tape) => conv2dInputGradient(tape, { ...at, out, samples: SAMPLES, window }),
      threads,
    );
    const expected = new Float64Array(inputs);
    visitProducts(window, SAMPLES, (i, o, w) => (expected[i]! += gradient[o]! * weights[w]!));
    expect(farthest(bench.read(out, inputs), expected)).toBeLessThan(2e-4);
  });

  test("has plain loops' gradient by its weights, the same on any number of threads", () => {
    const expected = new Float64Array(count);
    const expectedBias = new Float64Array(bias.length);
    visitProducts(window, SAMPLES, (i, o, w) => (expected[w]! += gradient[o]! * x[i]!));
    gradient.forEach((value, i) => (expectedBias[i % bias.length]! += value));
    const [first, ...others] = [1, 2, 5].map((threads) => weightGradientOn(threads));
    expect(farthest(first!.weights, expected)).toBeLessThan(2e-4);
    expect(farthest(first!.bias, expectedBias)).toBeLessThan(2e-4);
    for (const other of others) expect(other).toEqual(first);
  });

  function weightGradientOn(threads: number) {
    const [out, biasOut] = [bench.room(count), bench.room(bias.length)];
    const at = {
      x: bench.place(x),
      gradient: bench.place(gradient),
      scratch: bench.simd.heap.allocate(conv2dWeightGradientScratchBytes(window)),
    };
    const op = { ...at, out, biasOut, samples: SAMPLES, window };
    bench.run((tape) => conv2dWeightGradient(tape, op), threads);
    return {
      weights: bench.read(out, count),
      bias: bench.read(biasOut, bias.length),
    };
  }
});

function layer(
  height: number,
  width: number,
  channels: number,
  filters: number,
  kernel: readonly [number, number],
  padding: 'same' | 'valid',
  strides = 1,
  dilation = 1,
): Layer {
  return { height, width, channels, filters, kernel, padding, strides, dilation };
}
