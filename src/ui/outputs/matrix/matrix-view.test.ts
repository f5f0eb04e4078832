import { expect, test } from 'vitest';
import type { MatrixOutput } from '#protocol';
import { agreementText, cellsOf, changesOf, pointsText, recallText } from './matrix-view';

const first = { name: 'float32', values: [[3, 1], [0, 0]] }; // prettier-ignore
const second = { name: 'int8', values: [[2, 2], [0, 0]] }; // prettier-ignore
const output: MatrixOutput = {
  kind: 'matrix',
  title: '',
  rowTitle: 'label',
  columnTitle: 'prediction',
  rows: ['Shirt', 'Coat'],
  columns: ['Shirt', 'Coat'],
  matrices: [first, second],
};

test('a hit is shaded by its share of the row, a mistake beside the most frequent one of all matrices', () => {
  const [[hit, miss] = [], [empty] = []] = cellsOf(output, first);
  expect(hit).toMatchObject({ text: '3', shade: 0.75, agrees: true });
  expect(miss).toMatchObject({
    agrees: false,
    shade: Math.SQRT1_2,
    title: 'Shirt taken for Coat: 1 of 4',
  });
  expect(empty).toMatchObject({ shade: 0, title: 'Coat taken for Shirt: 0 of 0' });
});

test('a change has its sign and both counts', () => {
  const [[hit, miss] = []] = changesOf(output, first, second);
  expect(hit).toMatchObject({ text: '−1', isLess: true, title: 'Shirt recognised: 3 → 2' });
  expect(miss).toMatchObject({ text: '+1', isLess: false, shade: 1 });
});

test('agreement in words', () => {
  expect(agreementText(first.values)).toBe('3 of 4 agree (75.00 %)');
  expect(agreementText([[0]])).toBe('nothing counted');
  expect(pointsText(first.values, second.values)).toBe('−25.00 points');
  expect(pointsText(first.values, first.values)).toBe('0.00 points');
  expect([recallText([3, 1], 0), recallText([0, 0], 1)]).toEqual(['75.0 %', '']);
});
