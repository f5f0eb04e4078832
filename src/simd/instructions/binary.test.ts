import { expect, test } from 'vitest';
import { compute, noise, openSimd, put } from '../testing';
import { binary, select, type BinaryName } from './binary';

const simd = await openSimd();

const FUNCTIONS: Record<BinaryName, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  divNoNan: (a, b) => (b === 0 ? 0 : a / b),
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  squaredDifference: (a, b) => Math.fround(a - b) ** 2,
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  logicalAnd: (a, b) => Number(Boolean(a) && Boolean(b)),
  logicalOr: (a, b) => Number(Boolean(a) || Boolean(b)),
};

const names = Object.keys(FUNCTIONS) as BinaryName[];

const VALUES = [0, 1, -1, 0.5, -2, 3, 1e-30, -1e30, Infinity, -Infinity];

test.each(names)('%s of every pair of values', (fn) => {
  const values = fn.startsWith('logical') ? VALUES : [...VALUES, NaN];
  const size = values.length;
  const at = { a: put(simd, values), b: put(simd, values), dims: [size, size] };
  const strides = { aStrides: [1, 0], bStrides: [0, 1] };
  const result = compute(simd, size * size, (tape, out) =>
    binary(tape, { fn, ...at, ...strides, out }),
  );
  values.forEach((a, i) =>
    values.forEach((b, j) => {
      const [x, y] = [Math.fround(a), Math.fround(b)];
      const wanted = Math.fround(FUNCTIONS[fn](x, y));
      expect(result[i * size + j]! + 0, `${fn}(${a}, ${b})`).toBe(wanted + 0);
    }),
  );
});

interface Layout {
  readonly dims: number[];
  readonly aStrides: number[];
  readonly bStrides: number[];
}

const LAYOUTS: [string, Layout][] = [
  ['equal shapes', { dims: [1003], aStrides: [1], bStrides: [1] }],
  ['a single value', { dims: [1003], aStrides: [1], bStrides: [0] }],
  ['a single value on the left', { dims: [7], aStrides: [0], bStrides: [1] }],
  ['a row repeated', { dims: [37, 10], aStrides: [10, 1], bStrides: [0, 1] }],
  ['a column repeated', { dims: [37, 10], aStrides: [10, 1], bStrides: [1, 0] }],
  ['both repeated', { dims: [5, 6, 7], aStrides: [7, 0, 1], bStrides: [0, 7, 1] }],
  [
    'five dimensions',
    { dims: [2, 3, 4, 3, 5], aStrides: [180, 60, 0, 5, 1], bStrides: [0, 20, 5, 0, 1] },
  ],
  ['transposed', { dims: [6, 9], aStrides: [1, 6], bStrides: [9, 1] }],
];

/** Places of operand values, in row-major order of the result. */
function places(dims: readonly number[], strides: readonly number[]): number[] {
  let at = [0];
  dims.forEach((size, d) => {
    at = at.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * strides[d]!));
  });
  return at;
}

test.each(LAYOUTS)('%s', (_, layout) => {
  const [a, b] = [noise(1003, 3), noise(1003, 4)];
  const at = { ...layout, fn: 'sub', a: put(simd, a), b: put(simd, b) } as const;
  const [inA, inB] = [places(layout.dims, layout.aStrides), places(layout.dims, layout.bStrides)];
  const result = compute(simd, inA.length, (tape, out) => binary(tape, { ...at, out }));
  expect(result).toEqual(Float32Array.from(inA, (place, i) => a[place]! - b[inB[i]!]!));
});

test.each(LAYOUTS)('a choice over %s', (_, { dims, aStrides, bStrides }) => {
  const flags = noise(1003, 6).map((value) => (value > 0 ? 2 : 0));
  const [a, b] = [noise(1003, 3), noise(1003, 4)];
  const [condition, left, right] = [flags, a, b].map((values) => put(simd, values));
  const at = { condition: condition!, a: left!, b: right!, dims, aStrides, bStrides };
  const [inA, inB] = [places(dims, aStrides), places(dims, bStrides)];
  const result = compute(simd, inA.length, (tape, out) =>
    select(tape, { ...at, conditionStrides: bStrides, out }),
  );
  expect(result).toEqual(
    Float32Array.from(inA, (place, i) => (flags[inB[i]!] ? a[place]! : b[inB[i]!]!)),
  );
});
