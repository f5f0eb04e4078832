import { describe, expect, test } from 'vitest';
import { conv2d, conv2dScratchBytes } from './conv2d';
import { conv2dInputGradient, conv2dInputGradientScratchBytes } from './conv2d-input-gradient';
import { conv2dWeightGradient, conv2dWeightGradientScratchBytes } from './conv2d-weight-gradient';
import { depthwiseConv2d } from './depthwise-conv2d';
import { depthwiseConv2dInputGradient } from './depthwise-conv2d-input-gradient';
import { Bench, noise } from './testing/shares';
import { farthest, windowOf } from './testing/windows';

const bench = (await Bench.ofTiers())[0]!;
const SAMPLES = 2;
const layer = { height: 7, width: 6, channels: 6, filters: 10, kernel: [3, 3] } as const;
const window = windowOf({ ...layer, padding: 'same' });
const depthwise = windowOf({ ...layer, filters: 6, padding: 'same' });
const inputs = SAMPLES * 7 * 6 * 6;
const outputs = SAMPLES * 7 * 6 * 10;
const x = noise(inputs, 1);
const weights = noise(9 * 6 * 10, 2);
const gradient = noise(outputs, 3);
const rate = 0.4;
const scale = 1 / (1 - rate);
const KEY = 123_456_789;
const dropout = { rate, scale, key: bench.placeInt(KEY) };

/** What dropout multiplies with. */
function factors(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (uniform(i) >= rate ? scale : 0));
}

/** Number `i` of the stream: the hash of `src/engine/random.ts`. */
function uniform(i: number): number {
  let word = KEY ^ Math.imul(i + 1, 0x85ebca77);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return ((word ^ (word >>> 16)) >>> 8) / 2 ** 24;
}

const FORWARD = {
  relu: (value: number) => Math.max(0, value),
  relu6: (value: number) => Math.min(6, Math.max(0, value)),
  tanh: Math.tanh,
} as const;
/** From the activation's result. */
const DERIVATIVE = {
  relu: (y: number) => (y > 0 ? 1 : 0),
  relu6: (y: number) => (y > 0 && y < 6 ? 1 : 0),
  tanh: (y: number) => 1 - y * y,
} as const;

describe.each(['relu', 'relu6', 'tanh'] as const)('%s in a convolution', (fn) => {
  const activation = { fn };

  test.each([1, 3])(
    'comes before dropout, counted through the result, on %i threads',
    (threads) => {
      const plain = convolve(threads);
      const kept = factors(outputs);
      const expected = plain.map((value, i) => FORWARD[fn](value) * kept[i]!);
      expect(farthest(convolve(threads, { activation, dropout }), expected)).toBeLessThan(1e-5);
      const active = plain.map((value) => FORWARD[fn](value));
      expect(farthest(convolve(threads, { activation }), active)).toBeLessThan(1e-5);
    },
  );

  test.each(['dense', 'sparse'])('lets a %s gradient back behind dropout', (kind) => {
    const incoming = gradient.map((value, i) => (kind === 'dense' || i % 5 === 0 ? value : 0));
    const kept = factors(inputs);
    const active = noise(inputs, 5).map((value) => FORWARD[fn](2 * value));
    const y = bench.place(active.map((value, i) => value * kept[i]!));
    const plain = back(incoming);
    const gated = plain.map((value, i) => value * kept[i]! * DERIVATIVE[fn](active[i]!));
    const gate = { activation, dropout, y };
    expect(farthest(back(incoming, gate), gated)).toBeLessThan(1e-5);
  });

  test('works channel by channel, too', () => {
    const at = { x: bench.place(x), weights: bench.place(weights), samples: SAMPLES };
    const run = (epilogue?: object) => {
      const out = bench.room(inputs);
      bench.run((tape) => depthwiseConv2d(tape, { ...at, out, window: depthwise, epilogue }), 2);
      return bench.read(out, inputs);
    };
    const expected = run().map((value) => FORWARD[fn](value));
    expect(farthest(run({ activation }), expected)).toBeLessThan(1e-5);
    const y = bench.place(expected);
    const backAt = { gradient: at.x, weights: at.weights, samples: SAMPLES, window: depthwise };
    const runBack = (gate?: { activation: { fn: typeof fn }; y: number }) => {
      const out = bench.room(inputs);
      bench.run((tape) => depthwiseConv2dInputGradient(tape, { ...backAt, out, gate }), 2);
      return bench.read(out, inputs);
    };
    const gated = runBack().map((value, i) => value * DERIVATIVE[fn](expected[i]!));
    expect(farthest(runBack({ activation, y }), gated)).toBeLessThan(1e-5);
  });
});

test("gradients agree with differences of a convolution's results", () => {
  const total = (inputsAt: Float32Array, weightsAt: Float32Array) =>
    convolve(1, undefined, inputsAt, weightsAt).reduce((sum, v, i) => sum + v * gradient[i]!, 0);
  const slope = (values: Float32Array, place: number, at: (v: Float32Array) => number) =>
    (at(values.with(place, values[place]! + 0.5)) - at(values.with(place, values[place]! - 0.5))) /
    1;
  const byInput = back(gradient);
  for (const place of [0, 40, 101, inputs - 1]) {
    const expected = slope(x, place, (v) => total(v, weights));
    expect(byInput[place]).toBeCloseTo(expected, 3);
  }
  const byWeights = bench.room(weights.length);
  const scratch = bench.simd.heap.allocate(conv2dWeightGradientScratchBytes(window));
  const at = { x: bench.place(x), gradient: bench.place(gradient), out: byWeights, scratch };
  bench.run((tape) => conv2dWeightGradient(tape, { ...at, samples: SAMPLES, window }));
  const found = bench.read(byWeights, weights.length);
  for (const place of [0, 77, 300, weights.length - 1]) {
    const expected = slope(weights, place, (v) => total(x, v));
    expect(found[place]).toBeCloseTo(expected, 3);
  }
});

function convolve(threads: number, epilogue?: object, values = x, kernel = weights): Float32Array {
  const out = bench.room(outputs);
  const scratch = bench.simd.heap.allocate(conv2dScratchBytes(window));
  const at = { x: bench.place(values), weights: bench.place(kernel), out, scratch };
  bench.run((tape) => conv2d(tape, { ...at, samples: SAMPLES, window, epilogue }), threads);
  return bench.read(out, outputs);
}

function back(
  incoming: Float32Array,
  gate?: Parameters<typeof conv2dInputGradient>[1]['gate'],
): Float32Array {
  const out = bench.room(inputs);
  const scratch = bench.simd.heap.allocate(conv2dInputGradientScratchBytes(window));
  const at = { gradient: bench.place(incoming), weights: bench.place(weights), out, scratch };
  bench.run((tape) => conv2dInputGradient(tape, { ...at, samples: SAMPLES, window, gate }), 2);
  return bench.read(out, inputs);
}
