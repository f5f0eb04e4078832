import { expect, test } from 'vitest';
import { groupCurves } from './curve-groups';

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
