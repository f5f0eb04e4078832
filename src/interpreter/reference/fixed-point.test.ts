import { expect, test } from 'vitest';
import { seeded } from '../../../tests/seeded';
import {
  divideByPowerOfTwo,
  highProduct,
  highProduct16,
  multiply,
  multiplyWide,
  quantizeMultiplier,
  roundAway,
  roundEven,
  shortMantissa,
} from './fixed-point';

const random = seeded(5);
const int32 = () => random(2 ** 32) - 2 ** 31;
const mantissa = () => 2 ** 30 + random(2 ** 30);
const EDGES = [-(2 ** 31), -(2 ** 31) + 1, -65536, -32768, -1, 0, 1, 32767, 65535, 2 ** 31 - 1];

function someInt32(): number[] {
  return [...EDGES, ...Array.from({ length: 2000 }, int32)];
}

test('halves are rounded away from zero, and what is below a half is not', () => {
  const values = [0.5, -0.5, 2.5, -2.5, 0.49999999999999994, -1.2, 1e300];
  expect(values.map(roundAway)).toEqual([1, -1, 3, -3, 0, -1, 1e300]);
});

test('XNNPACK rounds halves to even', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 100.4].map(roundEven)).toEqual([0, 2, 2, 0, -2, 100]);
});

test('a multiplier is the nearest fraction of 31 bits with its exponent', () => {
  expect(quantizeMultiplier(0.5)).toEqual({ mantissa: 2 ** 30, exponent: 0 });
  expect(quantizeMultiplier(1)).toEqual({ mantissa: 2 ** 30, exponent: 1 });
  expect(quantizeMultiplier(1 - 2 ** -40)).toEqual({ mantissa: 2 ** 30, exponent: 1 });
  expect(quantizeMultiplier(3 * 2 ** -20)).toEqual({ mantissa: 3 * 2 ** 29, exponent: -18 });
  for (const tiny of [0, 2 ** -40]) expect(quantizeMultiplier(tiny).mantissa).toBe(0);
});

test('the high half of a product is exact', () => {
  for (const a of someInt32()) {
    for (const b of [mantissa(), 2 ** 31 - 1, 2 ** 30, 1, 0]) {
      expect(highProduct(a, b)).toBe(Number((BigInt(a) * BigInt(b) + (1n << 30n)) >> 31n));
    }
  }
});

test('the high half saturates for the one product that does not fit', () => {
  expect(highProduct(-(2 ** 31), -(2 ** 31))).toBe(2 ** 31 - 1);
  expect(highProduct16(-32768, -32768)).toBe(32767);
});

test('a division by a power of two rounds halves away from zero', () => {
  for (const x of someInt32()) {
    for (const shift of [0, 1, 2, 7, 16, 30, 31]) {
      expect(divideByPowerOfTwo(x, shift)).toBe(roundAway(x / 2 ** shift) + 0);
    }
  }
});

test('a product with a multiplier is rounded twice', () => {
  expect(multiply(100, 2 ** 30, 1)).toBe(100);
  expect(multiply(-3, 2 ** 30, 0)).toBe(-1);
  expect(multiply(3, 2 ** 30, -1)).toBe(1);
});

test('the wide product keeps 15 bits of the fraction, however large the number is', () => {
  for (let i = 0; i < 2000; i++) {
    const x = int32() * 2 ** random(18) + random(1000);
    const m = mantissa();
    const exponent = random(14) - 12;
    const shift = BigInt(15 - exponent);
    const exact = (BigInt(x) * BigInt(shortMantissa(m)) + (1n << (shift - 1n))) >> shift;
    const expected = Number(exact);
    if (Math.abs(expected) < 2 ** 31) expect(multiplyWide(x, m, exponent)).toBe(expected);
  }
});
