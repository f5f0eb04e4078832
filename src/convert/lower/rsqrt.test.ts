import { expect, test } from 'vitest';
import { NDArray } from '#tensor';
import { rsqrt } from './rsqrt';

/** Ten numbers, and the bits of what TensorFlow 2.21 gives for them on an Intel processor. */
const NUMBERS = [0.3010001, 0.5, 0.9999999, 1, 1.0010001, 1.2345678, 2.5, 1e-6, 0.7777777, 3.25];
const BITS = [
  0x3fe94e70, 0x3fb504f2, 0x3f800000, 0x3f7ffffe, 0x3f7fdf40, 0x3f666667, 0x3f21e89a, 0x447a0000,
  0x3f91236c, 0x3f0e00d5,
];

function bitsOf(numbers: readonly number[]): number[] {
  const x = new NDArray(Float32Array.from(numbers), [numbers.length], 'float32');
  return [...new Uint32Array((rsqrt(x).data as Float32Array).buffer)];
}

test('eight numbers at a time are approximated as TensorFlow does, the rest is exact', () => {
  expect(bitsOf(NUMBERS)).toEqual(BITS);
});

test('fewer than eight are exact', () => {
  const exact = Float32Array.from(
    NUMBERS.slice(0, 7),
    (x) => 1 / Math.fround(Math.sqrt(Math.fround(x))),
  );
  expect(bitsOf(NUMBERS.slice(0, 7))).toEqual([...new Uint32Array(exact.buffer)]);
});
