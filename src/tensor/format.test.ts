import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseCases, toArray } from './fixtures/numpy-cases';
import { floatText } from './index';

const path = new URL('fixtures/numpy-cases.json', import.meta.url);
const NUMPY_CASES = parseCases(readFileSync(path, 'utf8'));

test.each(NUMPY_CASES.prints)('str of $dtype $shape is as NumPy prints it: $str', (one) => {
  expect(toArray(one).toString()).toBe(one.str);
});

test.each(NUMPY_CASES.prints)('repr of $dtype $shape is as NumPy prints it: $repr', (one) => {
  expect(toArray(one).repr()).toBe(one.repr);
});

test('a bare number is printed as Python prints it', () => {
  expect(floatText(0.1, 'float64')).toBe('0.1');
  expect(floatText(1e-7, 'float64')).toBe('1e-07');
  expect(floatText(1e16, 'float64')).toBe('1e+16');
  expect(floatText(123456.5, 'float64')).toBe('123456.5');
  expect(floatText(-0, 'float64')).toBe('-0.0');
  expect(floatText(2 ** 70, 'float64')).toBe('1.1805916207174113e+21');
});
