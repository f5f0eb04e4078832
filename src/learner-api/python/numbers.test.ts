import { expect, it } from 'vitest';
import { formatExponent, formatFixed, formatGeneral } from './numbers';

it('rounds exact ties to the even digit, as Python does', () => {
  expect(formatFixed(0.53125, 4)).toBe('0.5312');
  expect(formatFixed(0.59375, 4)).toBe('0.5938');
  expect(formatFixed(-0.53125, 4)).toBe('-0.5312');
  expect(formatFixed(0.88431, 4)).toBe('0.8843');
  expect(formatFixed(2.5, 0)).toBe('2');
  expect(formatFixed(3.5, 0)).toBe('4');
});

it('prints what is not a number as Python does', () => {
  expect(formatFixed(NaN, 4)).toBe('nan');
  expect(formatExponent(-Infinity, 4)).toBe('-inf');
});

it('gives exponents two digits', () => {
  expect(formatExponent(0.00012345678, 4)).toBe('1.2346e-04');
  expect(formatExponent(0, 4)).toBe('0.0000e+00');
  expect(formatExponent(1e-12, 4)).toBe('1.0000e-12');
});

it('writes a number with significant digits, short where that is exact', () => {
  const numbers = [0, 0.1, 1e-7, 123456789, 100, NaN, -Infinity];
  expect(numbers.map((value) => formatGeneral(value))).toEqual([
    '0',
    '0.1',
    '1e-07',
    '1.23457e+08',
    '100',
    'nan',
    '-inf',
  ]);
});
