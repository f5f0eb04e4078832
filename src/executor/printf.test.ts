import { expect, test } from 'vitest';
import { exponentText, fixedText, floatText, generalText } from './printf';

test.each([
  [1e6, '1e+06'],
  [123456, '123456'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [999999.5, '1e+06'],
  [100000.5, '100000'],
  [-2.5, '-2.5'],
  [-0, '-0'],
  [0, '0'],
  [NaN, 'nan'],
  [-Infinity, '-inf'],
])('writes %d as %%g does', (value, text) => {
  expect(generalText(value, 6)).toBe(text);
});

test('takes more digits only where six do not say which number it is', () => {
  expect(floatText(0.5, false)).toBe('0.5');
  expect(floatText(Math.fround(1 / 3), false)).toBe('0.333333343');
  expect(floatText(0.1, true)).toBe('0.1');
  expect(floatText(1 / 3, true)).toBe('0.33333333333333331');
});

test('writes very large numbers in full', () => {
  expect(fixedText(1e22, 2)).toBe('10000000000000000000000.00');
  expect(fixedText(-1.005, 1)).toBe('-1.0');
});

test('a tie goes to the even digit, as in C', () => {
  expect(fixedText(0.0078125, 6)).toBe('0.007812');
  expect(fixedText(0.0234375, 6)).toBe('0.023438');
  expect([0.5, 1.5, -2.5].map((value) => fixedText(value, 0))).toEqual(['0', '2', '-2']);
  expect(exponentText(2.5, 0)).toBe('2e+00');
  expect(exponentText(1.25, 1)).toBe('1.2e+00');
});

test('exponents have two digits at least', () => {
  expect(exponentText(1.5, 1)).toBe('1.5e+00');
  expect(exponentText(1e-100, 0)).toBe('1e-100');
});
