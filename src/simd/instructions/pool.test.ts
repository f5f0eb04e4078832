import { describe, expect, test } from 'vitest';
import { pool } from './pool';
import { poolGradient } from './pool-gradient';
import { Bench, noise } from './testing/shares';
import { farthest, visitTaps, windowOf, type Layer } from './testing/windows';
import type { Window } from './window';

const base = { height: 9, width: 8, channels: 16, filters: 16, kernel: [2, 2] } as const;
const LAYERS: Record<string, Layer> = {
  'side by side': { ...base, padding: 'valid', strides: 2 },
  'side by side, padded': { ...base, padding: 'same', strides: 2 },
  'of odd sizes': { ...base, channels: 7, filters: 7, padding: 'valid', strides: 2 },
  overlapping: { ...base, kernel: [3, 3], padding: 'same', strides: 2 },
  'at every place': { ...base, channels: 5, filters: 5, kernel: [3, 2], padding: 'same' },
  'with gaps': { ...base, padding: 'valid', strides: 3 },
  'over the whole image': { ...base, kernel: [9, 8], padding: 'valid' },
};
const SAMPLES = 3;

const bench = (await Bench.ofTiers())[0]!;

describe.each(Object.entries(LAYERS))('windows %s', (_, spec) => {
  const window = windowOf(spec);
  const inputs = SAMPLES * window.inHeight * window.inWidth * window.inChannels;
  const outputs = SAMPLES * window.outHeight * window.outWidth * window.outChannels;
  // Few values, so that many windows have their maximum more than once.
  const x = noise(inputs, 1).map((value) => Math.round(value * 3));
  const gradient = noise(outputs, 2);

  test.each([1, 3])(
    'have the maximum, and the way back, of plain loops on %i threads',
    (threads) => {
      const first = firstMaxima(window, x);
      const y = Float64Array.from(first, (place) => x[place]!);
      const expected = new Float64Array(inputs);
      first.forEach((place, o) => (expected[place]! += gradient[o]!));
      check('max', threads, y, expected);
    },
  );

  test.each([1, 3])(
    'have the average, and the way back, of plain loops on %i threads',
    (threads) => {
      const taps = new Float64Array(outputs);
      visitChannels(window, (_, o) => taps[o]!++);
      const y = new Float64Array(outputs);
      const expected = new Float64Array(inputs);
      visitChannels(window, (i, o) => {
        y[o]! += x[i]! / taps[o]!;
        expected[i]! += gradient[o]! / taps[o]!;
      });
      check('average', threads, y, expected);
    },
  );

  function check(
    mode: 'max' | 'average',
    threads: number,
    expectedY: Float64Array,
    expected: Float64Array,
  ) {
    const [y, out] = [bench.room(outputs), bench.room(inputs)];
    const at = { mode, x: bench.place(x), samples: SAMPLES, window };
    const back = { ...at, y, gradient: bench.place(gradient), out };
    bench.run((tape) => {
      pool(tape, { ...at, out: y });
      poolGradient(tape, back);
    }, threads);
    expect(farthest(bench.read(y, outputs), expectedY)).toBeLessThan(1e-5);
    expect(farthest(bench.read(out, inputs), expected)).toBeLessThan(1e-5);
    const gate = { activation: { fn: 'relu' }, y: at.x } as const;
    bench.run((tape) => poolGradient(tape, { ...back, gate }), threads);
    const gated = expected.map((value, i) => (x[i]! > 0 ? value : 0));
    expect(farthest(bench.read(out, inputs), gated)).toBeLessThan(1e-5);
  }
});

/** For each result the place of the first largest value of its window. */
function firstMaxima(window: Window, x: Float32Array): number[] {
  const first: number[] = [];
  visitChannels(window, (i, o) => {
    const best = first[o];
    if (best === undefined || x[i]! > x[best]!) first[o] = i;
  });
  return first;
}

function visitChannels(window: Window, visit: (input: number, output: number) => void): void {
  const channels = window.inChannels;
  visitTaps(window, SAMPLES, (input, output) => {
    for (let c = 0; c < channels; c++) visit(input * channels + c, output * channels + c);
  });
}
