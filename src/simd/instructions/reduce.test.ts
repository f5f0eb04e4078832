import { expect, test } from 'vitest';
import { compute, noise, openSimd, put } from '../testing';
import { broadcast } from './broadcast';
import { reduce, type ReduceAt } from './reduce';

const simd = await openSimd();

/** In float64. */
function exact(x: Float32Array, fn: ReduceAt['fn'], sizes: Sizes): Float32Array {
  const { outer, reduced, inner } = sizes;
  return Float32Array.from({ length: outer * inner }, (_, at) => {
    const [o, i] = [Math.floor(at / inner), at % inner];
    const values = Array.from({ length: reduced }, (_, r) => x[(o * reduced + r) * inner + i]!);
    const sum = values.reduce((a, b) => a + b, 0);
    if (fn === 'max') return Math.max(...values);
    if (fn === 'min') return Math.min(...values);
    return fn === 'sum' ? sum : sum / reduced;
  });
}

interface Sizes {
  readonly outer: number;
  readonly reduced: number;
  readonly inner: number;
}

const SIZES: Sizes[] = [
  { outer: 1, reduced: 128, inner: 1 },
  { outer: 1, reduced: 10_007, inner: 1 },
  { outer: 3, reduced: 5003, inner: 1 },
  { outer: 37, reduced: 10, inner: 1 },
  { outer: 5, reduced: 1, inner: 3 },
  { outer: 1, reduced: 3001, inner: 3 },
  { outer: 1, reduced: 2500, inner: 16 },
  { outer: 2, reduced: 700, inner: 39 },
  { outer: 4, reduced: 30, inner: 300 },
];

test.each(SIZES)('sums and extremes of $outer x $reduced x $inner', (sizes) => {
  const values = noise(sizes.outer * sizes.reduced * sizes.inner);
  const x = put(simd, values);
  for (const fn of ['sum', 'mean', 'max', 'min'] as const) {
    const count = sizes.outer * sizes.inner;
    const result = compute(simd, count, (tape, out) => reduce(tape, { fn, x, out, ...sizes }));
    const wanted = exact(values, fn, sizes);
    const margin = fn === 'max' || fn === 'min' ? 0 : 2e-7 * (fn === 'sum' ? sizes.reduced : 1);
    result.forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(margin));
  }
});

test('a long mean loses no digits', () => {
  const sizes = { outer: 1, reduced: 128 * 28 * 28, inner: 4 };
  const values = noise(sizes.reduced * 4).map((value) => value * 0.01 + 100);
  const x = put(simd, values);
  const means = compute(simd, 4, (tape, out) => reduce(tape, { fn: 'mean', x, out, ...sizes }));
  const wanted = exact(values, 'mean', sizes);
  means.forEach((mean, i) => expect(Math.abs(mean / wanted[i]! - 1)).toBeLessThan(5e-7));
});

test('of nothing, and of what is no number', () => {
  const x = put(simd, [1, NaN, 3, 4, 5]);
  const none = { x, outer: 1, reduced: 0, inner: 1 };
  const all = { x, outer: 1, reduced: 5, inner: 1 };
  const of = (fn: ReduceAt['fn'], at: Omit<ReduceAt, 'fn' | 'out'>) =>
    compute(simd, 1, (tape, out) => reduce(tape, { fn, out, ...at }))[0];
  expect([of('sum', none), of('mean', none)]).toEqual([0, NaN]);
  expect([of('max', none), of('min', none)]).toEqual([-Infinity, Infinity]);
  expect([of('sum', all), of('max', all), of('min', all)]).toEqual([NaN, NaN, NaN]);
});

test.each(SIZES)('the way back over $outer x $reduced x $inner', ({ outer, reduced, inner }) => {
  const values = noise(outer * inner);
  const at = { x: put(simd, values), outer, repeated: reduced, inner };
  for (const isMean of [false, true]) {
    const result = compute(simd, outer * reduced * inner, (tape, out) =>
      broadcast(tape, { ...at, out, isMean }),
    );
    const wanted = result.map((_, at) => {
      const value = values[Math.floor(at / inner / reduced) * inner + (at % inner)]!;
      return isMean ? value / reduced : value;
    });
    expect(result).toEqual(wanted);
  }
});
