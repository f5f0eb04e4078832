import { expect, test } from 'vitest';
import { NDArray } from '#tensor';
import { reciprocal, rsqrt } from './reciprocals';

/** Ten numbers, and the bits of what TensorFlow 2.21 gives for them on an Intel processor. */
const NUMBERS = [0.3010001, 0.5, 0.9999999, 1, 1.0010001, 1.2345678, 2.5, 1e-6, 0.7777777, 3.25];
const ROOTS = [
  0x3fe94e70, 0x3fb504f2, 0x3f800000, 0x3f7ffffe, 0x3f7fdf40, 0x3f666667, 0x3f21e89a, 0x447a0000,
  0x3f91236c, 0x3f0e00d5,
];
const INVERSES = [
  0x40549fe0, 0x3fffffff, 0x3f800001, 0x3f7fffff, 0x3f7fbe85, 0x3f4f5c2b, 0x3ecccccc, 0x49742400,
  0x3fa4924b, 0x3e9d89d9,
];

function arrayOf(numbers: readonly number[]): NDArray {
  return new NDArray(Float32Array.from(numbers), [numbers.length], 'float32');
}

function bitsOf({ data }: NDArray): number[] {
  return [...new Uint32Array((data as Float32Array).buffer)];
}

test('eight numbers at a time are approximated as TensorFlow does, the rest is exact', () => {
  expect(bitsOf(rsqrt(arrayOf(NUMBERS)))).toEqual(ROOTS);
  expect(bitsOf(reciprocal(arrayOf(NUMBERS)))).toEqual(INVERSES);
});

test('fewer than eight are exact', () => {
  const few = Float32Array.from(NUMBERS.slice(0, 7));
  const exact = few.map((x) => 1 / x);
  expect(bitsOf(reciprocal(arrayOf([...few])))).toEqual([...new Uint32Array(exact.buffer)]);
});

test('signs, zeros and infinities are kept', () => {
  const extremes = [-2, 0, -0, Infinity, -Infinity, 1e-40, 4, 8];
  const inverses = [...reciprocal(arrayOf(extremes)).data];
  expect(inverses.slice(1, 6)).toEqual([Infinity, -Infinity, 0, -0, Infinity]);
  expect(inverses[0]).toBeCloseTo(-0.5, 6);
  expect([...rsqrt(arrayOf([0, -1, Infinity, 4, 4, 4, 4, 4])).data].slice(0, 3)).toEqual([
    Infinity,
    NaN,
    0,
  ]);
});
