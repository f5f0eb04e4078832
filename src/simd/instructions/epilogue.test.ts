import { expect, test } from 'vitest';
import { dense } from './dense';
import { denseInputGradient } from './dense-input-gradient';
import type { Activation } from './epilogue';
import { Bench, noise } from './testing/shares';

interface FunctionCase {
  readonly activation: Activation;
  readonly value: (x: number) => number;
  /** The derivative, from the function's result. */
  readonly slope: (y: number) => number;
}

const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

const FUNCTIONS: readonly FunctionCase[] = [
  { activation: { fn: 'relu' }, value: (x) => Math.max(x, 0), slope: (y) => Number(y > 0) },
  {
    activation: { fn: 'relu6' },
    value: (x) => Math.min(Math.max(x, 0), 6),
    slope: (y) => Number(y > 0 && y < 6),
  },
  {
    activation: { fn: 'leakyRelu', alpha: 0.25 },
    value: (x) => (x > 0 ? x : 0.25 * x),
    slope: (y) => (y > 0 ? 1 : 0.25),
  },
  {
    activation: { fn: 'elu' },
    value: (x) => (x > 0 ? x : Math.expm1(x)),
    slope: (y) => (y < 0 ? y + 1 : 1),
  },
  {
    activation: { fn: 'selu' },
    value: (x) => SELU.scale * (x > 0 ? x : SELU.alpha * Math.expm1(x)),
    slope: (y) => (y < 0 ? y + SELU.scale * SELU.alpha : SELU.scale),
  },
  {
    activation: { fn: 'sigmoid' },
    value: (x) => 1 / (1 + Math.exp(-x)),
    slope: (y) => y * (1 - y),
  },
  { activation: { fn: 'tanh' }, value: Math.tanh, slope: (y) => 1 - y * y },
];

const ROWS = 11;
const UNITS = 7;
const COUNT = ROWS * UNITS;
const KEY = 0x12345678;
const DROPOUT = { rate: 0.4, scale: 1 / 0.6 };

const benches = await Bench.ofTiers();
const cases = benches.flatMap((bench) =>
  FUNCTIONS.map((at) => ({ ...at, bench, tier: bench.simd.tier })),
);

/** The hash of `src/engine/random.ts`, number `i` of the stream. */
function isKept(i: number): boolean {
  let word = KEY ^ Math.imul(i + 1, 0x85ebca77);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  word ^= word >>> 16;
  return (word >>> 8) / 2 ** 24 >= Math.fround(DROPOUT.rate);
}

/** Identity weights, so that what goes in comes out of the sums. */
function identity(): Float32Array {
  return Float32Array.from({ length: UNITS * UNITS }, (_, i) => Number(i % (UNITS + 1) === 0));
}

test.for(cases)('$activation.fn follows the sums, and dropout follows it, on $tier', (at) => {
  const { bench, activation, value } = at;
  const x = noise(COUNT, 1).map((x) => 8 * x);
  const places = { x: bench.place(x), weights: bench.place(identity()), out: bench.room(COUNT) };
  const sizes = { rows: ROWS, inputs: UNITS, units: UNITS };
  const dropout = { ...DROPOUT, key: bench.placeInt(KEY) };
  bench.run((tape) => dense(tape, { ...places, ...sizes, epilogue: { activation } }));
  bench.read(places.out, COUNT).forEach((y, i) => expect(y).toBeCloseTo(value(x[i]!), 5));
  bench.run((tape) => dense(tape, { ...places, ...sizes, epilogue: { activation, dropout } }), 2);
  bench.read(places.out, COUNT).forEach((y, i) => {
    expect(y).toBeCloseTo(isKept(i) ? value(x[i]!) * DROPOUT.scale : 0, 5);
  });
});

test.for(cases)('a gradient goes back through $activation.fn and dropout on $tier', (at) => {
  const { bench, activation, value, slope } = at;
  const results = noise(COUNT, 2).map((x) => value(8 * x));
  const gradient = noise(COUNT, 3);
  const places = { gradient: bench.place(gradient), weights: bench.place(identity()) };
  const sizes = { rows: ROWS, inputs: UNITS, units: UNITS };
  const out = bench.room(COUNT);
  const dropout = { ...DROPOUT, key: bench.placeInt(KEY) };
  const y = bench.place(results);
  bench.run((tape) => {
    denseInputGradient(tape, { ...places, ...sizes, out, gate: { activation, y } });
  });
  bench.read(out, COUNT).forEach((result, i) => {
    expect(result).toBeCloseTo(gradient[i]! * slope(results[i]!), 5);
  });
  const dropped = results.map((result, i) => (isKept(i) ? result * DROPOUT.scale : 0));
  bench.simd.floats.set(dropped, y / 4);
  bench.run((tape) => {
    denseInputGradient(tape, { ...places, ...sizes, out, gate: { activation, dropout, y } });
  }, 3);
  bench.read(out, COUNT).forEach((result, i) => {
    const expected = isKept(i) ? gradient[i]! * DROPOUT.scale * slope(results[i]!) : 0;
    expect(result).toBeCloseTo(expected, 4);
  });
});

test.for(benches)(
  'activations of what is no number are none, and of the infinite as in TensorFlow',
  (bench) => {
    const x = bench.place([NaN, Infinity, -Infinity, -200, 200, 0]);
    const weights = bench.place([1]);
    const out = bench.room(6);
    const resultsOf = (activation: Activation) => {
      bench.run((tape) => {
        dense(tape, { x, weights, out, rows: 6, inputs: 1, units: 1, epilogue: { activation } });
      });
      return [...bench.read(out, 6)];
    };
    expect(resultsOf({ fn: 'relu' })).toEqual([NaN, Infinity, 0, 0, 200, 0]);
    expect(resultsOf({ fn: 'relu6' })).toEqual([NaN, 6, 0, 0, 6, 0]);
    expect(resultsOf({ fn: 'elu' })).toEqual([NaN, Infinity, -1, -1, 200, 0]);
    expect(resultsOf({ fn: 'sigmoid' })).toEqual([NaN, 1, 0, 0, 1, 0.5]);
    expect(resultsOf({ fn: 'tanh' })).toEqual([NaN, 1, -1, -1, 1, 0]);
  },
);
