import { expect, it } from 'vitest';
import { seeded } from '../../../tests/seeded';
import { decimalText, shortestText } from './number-text';

it.each([
  [1 / 3, '0.333333343'],
  [0.1, '0.1'],
  [-0, '-0.0'],
  [1e6, '1e+06'],
  [123456, '123456.0'],
  [123456.7, '123456.703'],
  [1435774380, '1.43577434e+09'],
  [16777217, '16777216.0'],
  [1e-45, '1.4013e-45'],
  [2 ** -13, '0.000122070312'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
])('prints the float32 %d as %s', (value, text) => {
  expect(decimalText(Math.fround(value), true)).toBe(text);
});

it.each([
  [1 / 3, '0.33333333333333331'],
  [0.1 + 0.2, '0.30000000000000004'],
  [1e-7, '1e-07'],
  [100000.5, '100000.5'],
  [8, '8.0'],
])('prints the float64 %d as %s', (value, text) => {
  expect(decimalText(value, false)).toBe(text);
});

it('reads back what it prints', () => {
  const random = seeded(10);
  for (let round = 0; round < 3000; round++) {
    const value = Math.fround((random(2 ** 32) - 2 ** 31) * 10 ** (random(60) - 40));
    expect(Math.fround(Number(decimalText(value, true)))).toBe(value);
    expect(Number(shortestText(value))).toBe(value);
  }
});
