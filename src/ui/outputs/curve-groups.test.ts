import { expect, test } from 'vitest';
import { groupCurves, scaleDomain, wholeTicks } from './curve-groups';

test('a metric and its validation share axes, other metrics get their own', () => {
  const groups = groupCurves({
    x: [1, 2],
    series: [
      { name: 'loss', values: [0.5, 0.4] },
      { name: 'accuracy', values: [0.8, 0.9] },
      { name: 'val_loss', values: [null, 0.6] },
    ],
  });
  expect(groups.map(({ metric, series }) => [metric, series])).toEqual([
    ['loss', ['loss', 'val_loss']],
    ['accuracy', ['accuracy']],
  ]);
  expect(groups[0]?.points).toEqual([
    { x: 1, y: 0.5, series: 'loss' },
    { x: 2, y: 0.4, series: 'loss' },
    { x: 2, y: 0.6, series: 'val_loss' },
  ]);
});

test('ticks stand on epochs, ten at most', () => {
  expect(wholeTicks([1, 1])).toEqual([1]);
  expect(wholeTicks([1, 2, 3, 1, 2, 3])).toEqual([1, 2, 3]);
  expect(wholeTicks(Array.from({ length: 25 }, (_, index) => index + 1))).toEqual([
    1, 4, 7, 10, 13, 16, 19, 22, 25,
  ]);
});

test('a single epoch gets room around it', () => {
  expect(scaleDomain([1], 1)).toEqual([0, 2]);
  expect(scaleDomain([0.4, 0.6], 1)).toEqual([0.4, 0.6]);
  expect(scaleDomain([], 1)).toEqual([0, 1]);
});
