import { expect, test } from 'vitest';
import { formatBytes, formatCells, formatCount, formatDuration } from './format';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [41_235, '41.2 kB'],
  [816_832, '817 kB'],
  [999_600, '1.00 MB'],
  [2_440_000, '2.44 MB'],
])('%i bytes', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [3.4, '3 ms'],
  [340, '0.34 s'],
  [12_340, '12.3 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%i milliseconds', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test.each([
  [[2], 'cell 2'],
  [[1, 2, 3], 'cells 1–3'],
  [[1, 2, 3, 5], 'cells 1–3 and 5'],
  [[1, 3, 5], 'cells 1, 3 and 5'],
])('cells %j', (positions, text) => {
  expect(formatCells(positions)).toBe(text);
});

test('counts have separators', () => {
  expect(formatCount(54_000)).toBe('54,000');
});
