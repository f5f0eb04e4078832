import { expect, test } from 'vitest';
import type { QuantizedTensorReport } from '#protocol';
import {
  numberText,
  percentText,
  shortName,
  sortReports,
  spanText,
  sqnrText,
  verdictText,
} from './report-text';

const report = (name: string, sqnr: number | undefined, maxError: number) =>
  ({ name, sqnr, maxError }) as QuantizedTensorReport;

test('numbers have four digits and an upright minus', () => {
  expect([0.00392156862, -1.5, 1.23456e-7, 0, 12345678].map(numberText)).toEqual([
    '0.003922',
    '−1.5',
    '1.23e−7',
    '0',
    '1.23e7',
  ]);
  expect(spanText([0.5, 0.25])).toBe('0.25 … 0.5');
  expect(spanText([0.5])).toBe('0.5');
  expect([0, 0.0001, 0.031].map(percentText)).toEqual(['0.0 %', '< 0.1 %', '3.1 %']);
});

test('a ratio without error or without signal is said in words', () => {
  expect([41.23, Infinity, undefined].map(sqnrText)).toEqual(['41.2 dB', 'no error', '–']);
});

test('names of fused tensors show the end of the last one', () => {
  expect(shortName('model/dense/MatMul;model/dense/Relu')).toBe('dense/Relu');
  expect(shortName('input')).toBe('input');
});

test('the worst comes first, the order of the model stays otherwise', () => {
  const reports = [report('a', Infinity, 0), report('b', 20, 3), report('c', undefined, 5)];
  const names = (key: 'order' | 'sqnr' | 'maxError') =>
    sortReports(reports, key).map(({ name }) => name).join(''); // prettier-ignore
  expect([names('order'), names('sqnr'), names('maxError')]).toEqual(['abc', 'bac', 'cba']);
});

test('what a range does is said beside what the model does', () => {
  const before = { clipped: 0, used: 9, maxError: 0.01, sqnr: 40 };
  const verdict = (more: object) => verdictText({ ...before, ...more }, before, true);
  expect(verdict({})).toBe('Nothing is clipped. The largest error is 0.01: as in the model.');
  expect(verdict({ clipped: 0.031, maxError: 0.5, sqnr: 20 })).toBe(
    '3.1 % of the values are clipped. The largest error is 0.5, the noise 10 times as strong as in the model.',
  );
  expect(verdict({ sqnr: 46 })).toMatch(/noise 2\.0 times weaker than in the model\.$/);
  expect(verdict({ sqnr: undefined })).toBe('Nothing is clipped. The largest error is 0.01.');
});
