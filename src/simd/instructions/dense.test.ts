import { expect, test } from 'vitest';
import { instructions } from '../index';
import { Bench, noise } from './testing/shares';

/** Numbers in [-1, 1) that a seed gives, of which about half are 0. */
function sparse(count: number, seed: number): Float32Array {
  return noise(count, seed).map((value, i) => ((i * 7919 + seed) % 13 < 6 ? 0 : value));
}

interface Sizes {
  readonly rows: number;
  readonly inputs: number;
  readonly units: number;
}

/** In float64. */
function product(x: Float32Array, weights: Float32Array, { rows, inputs, units }: Sizes) {
  const out = new Float64Array(rows * units);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < inputs; i++) {
      for (let u = 0; u < units; u++) {
        out[r * units + u]! += x[r * inputs + i]! * weights[i * units + u]!;
      }
    }
  }
  return out;
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
}

function expectClose(actual: Float32Array, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / (1 + Math.abs(expected[i]!));
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  }
  expect(worst).toBeLessThan(tolerance);
}

/** Bit by bit, but for the sign of 0; quicker on many values than an assertion about all. */
function expectSame(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  expect(actual.findIndex((value, i) => value !== expected[i])).toBe(-1);
}

const SIZES: Sizes[] = [
  { rows: 1, inputs: 1, units: 1 },
  { rows: 1, inputs: 784, units: 256 },
  { rows: 3, inputs: 5, units: 7 },
  { rows: 2, inputs: 131, units: 90 },
  { rows: 17, inputs: 130, units: 33 },
  { rows: 128, inputs: 256, units: 10 },
  { rows: 112, inputs: 257, units: 48 },
  { rows: 130, inputs: 66, units: 300 },
  { rows: 300, inputs: 9, units: 17 },
];
const benches = await Bench.ofTiers();
const cases = benches.flatMap((bench) =>
  SIZES.map((sizes) => ({ ...sizes, bench, tier: bench.simd.tier })),
);

test.for(cases)('products of $rows x $inputs x $units are right on $tier', (at) => {
  const { bench, rows, inputs, units } = at;
  const x = sparse(rows * inputs, 1);
  const weights = noise(inputs * units, 2);
  const bias = noise(units, 3);
  const [xAt, weightsAt, biasAt] = [x, weights, bias].map((values) => bench.place(values));
  const out = bench.room(rows * units + 1);
  const run = (threads: number) =>
    bench.run((tape) => {
      const common = { x: xAt!, weights: weightsAt!, bias: biasAt!, out };
      instructions.dense(tape, { ...common, rows, inputs, units });
    }, threads);
  run(1);
  const alone = bench.read(out, rows * units + 1);
  expect(alone.at(-1)).toBe(-12345);
  const expected = product(x, weights, at).map((sum, i) => sum + bias[i % units]!);
  expectClose(alone.subarray(0, -1), expected);
  run(3);
  expectSame(bench.read(out, rows * units + 1), alone);
});

test.for(cases)('input gradients of $rows x $inputs x $units are right on $tier', (at) => {
  const { bench, rows, inputs, units } = at;
  const gradient = sparse(rows * units, 1);
  const weights = noise(inputs * units, 2);
  const [gradientAt, weightsAt] = [gradient, weights].map((values) => bench.place(values));
  const out = bench.room(rows * inputs + 1);
  const run = (threads: number) =>
    bench.run((tape) => {
      const common = { gradient: gradientAt!, weights: weightsAt!, out };
      instructions.denseInputGradient(tape, { ...common, rows, inputs, units });
    }, threads);
  run(1);
  const alone = bench.read(out, rows * inputs + 1);
  expect(alone.at(-1)).toBe(-12345);
  const turned = transposed(weights, inputs, units);
  expectClose(
    alone.subarray(0, -1),
    product(gradient, turned, { rows, inputs: units, units: inputs }),
  );
  run(3);
  expectSame(bench.read(out, rows * inputs + 1), alone);
});

test.for(cases)('weight gradients of $rows x $inputs x $units are right on $tier', (at) => {
  const { bench, rows, inputs, units } = at;
  const x = sparse(rows * inputs, 1);
  const gradient = noise(rows * units, 2);
  const [xAt, gradientAt] = [x, gradient].map((values) => bench.place(values));
  const out = bench.room(inputs * units + 1);
  const biasOut = bench.room(units + 1);
  const run = (threads: number) =>
    bench.run((tape) => {
      const common = { x: xAt!, gradient: gradientAt!, out, biasOut };
      instructions.denseWeightGradient(tape, { ...common, rows, inputs, units });
    }, threads);
  run(1);
  const alone = bench.read(out, inputs * units + 1);
  expect(alone.at(-1)).toBe(-12345);
  const sizes = { rows: inputs, inputs: rows, units };
  expectClose(alone.subarray(0, -1), product(transposed(x, rows, inputs), gradient, sizes));
  const ones = new Float32Array(rows).fill(1);
  const sums = bench.read(biasOut, units + 1);
  expectClose(sums.subarray(0, -1), product(ones, gradient, { rows: 1, inputs: rows, units }));
  expect(sums.at(-1)).toBe(-12345);
  run(3);
  expectSame(bench.read(out, inputs * units + 1), alone);
  expectSame(bench.read(biasOut, units + 1), sums);
});

test.for(benches)('zeros meet what is not finite', (bench) => {
  const x = bench.place([0, 1, 0, 0]);
  const weights = bench.place([Infinity, NaN, 2, 3]);
  const out = bench.room(4);
  bench.run((tape) => instructions.dense(tape, { x, weights, out, rows: 2, inputs: 2, units: 2 }));
  expect([...bench.read(out, 4)]).toEqual([NaN, NaN, NaN, NaN]);
  const gradient = bench.place([2, -Infinity, 1, 1]);
  bench.run((tape) =>
    instructions.denseWeightGradient(tape, { x, gradient, out, rows: 2, inputs: 2, units: 2 }),
  );
  expect([...bench.read(out, 4)]).toEqual([0, NaN, 2, -Infinity]);
});

test.for(benches)('one row meets what is not finite in wide weights, too', (bench) => {
  const units = 80;
  const out = bench.room(units);
  const resultsOf = (values: number[], weights: number[]) => {
    const at = { x: bench.place(values), weights: bench.place(weights), out };
    bench.run((tape) => instructions.dense(tape, { ...at, rows: 1, inputs: values.length, units }));
    return new Set(bench.read(out, units));
  };
  const infinite = Array<number>(units).fill(Infinity);
  expect(resultsOf([1], infinite)).toEqual(new Set([Infinity]));
  expect(resultsOf([0, 1], [...infinite, ...noise(units, 1)])).toEqual(new Set([NaN]));
});

test.for(cases)(
  'an update in a weight gradient of $rows x $inputs x $units is one behind it on $tier',
  ({ bench, rows, inputs, units }) => {
    const rule = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
    const scalars = bench.place([1e-3, 1e-3]);
    const sizes = { rows, inputs, units };
    const sources = {
      x: bench.place(sparse(rows * inputs, 1)),
      gradient: bench.place(noise(rows * units, 2)),
    };
    const [fused, apart] = [0, 1].map(() => ({
      weights: intoVariable(inputs * units),
      bias: intoVariable(units),
    }));
    bench.run((tape) => {
      const { weights: update, bias: biasUpdate } = fused!;
      instructions.denseWeightGradient(tape, { ...sources, ...sizes, update, biasUpdate });
    }, 2);
    const [out, biasOut] = [bench.room(inputs * units), bench.room(units)];
    bench.run((tape) => {
      instructions.denseWeightGradient(tape, { ...sources, ...sizes, out, biasOut });
      instructions.update(tape, { ...apart!.weights, gradient: out, count: inputs * units });
      instructions.update(tape, { ...apart!.bias, gradient: biasOut, count: units });
    });
    for (const [kind, count] of [
      ['weights', inputs * units],
      ['bias', units],
    ] as const) {
      const places = [fused!, apart!].map((into) => [into[kind].variable, ...into[kind].slots]);
      places[0]!.forEach((address, i) => {
        expectSame(bench.read(address, count + 1), bench.read(places[1]![i]!, count + 1));
      });
    }

    /** With a number behind the values that nobody may touch. */
    function intoVariable(count: number) {
      const [variable, ...slots] = [3, 4, 5].map((seed) => {
        return bench.place([...noise(count, seed).map(Math.abs), 77]);
      });
      return { variable: variable!, slots, rule, scalars };
    }
  },
);
