import { expect, test } from 'vitest';
import type { PlanTensor } from '../../plan';
import { type Lifetime, placeWork } from './placement';

function lifetime(id: number, each: number, from: number, to: number, isBatched = true): Lifetime {
  const tensor: PlanTensor = { id, name: `t${id}`, count: { each, isBatched }, source: 'computed' };
  return { tensor, from, to };
}

test('tensors share memory unless they are needed at the same level', () => {
  const { each, eachSize } = placeWork([
    lifetime(1, 10, 0, 1),
    lifetime(2, 6, 1, 2),
    lifetime(3, 8, 2, 3),
  ]);
  expect(each.get(1)).toBe(0);
  expect(each.get(2)).toBe(10);
  expect(each.get(3)).toBe(0);
  expect(eachSize).toBe(16);
});

test('what grows with the batch lies apart from what does not', () => {
  const { each, fixed, eachSize, fixedSize } = placeWork([
    lifetime(1, 10, 0, 1),
    lifetime(2, 7, 0, 1, false),
  ]);
  expect([each.get(1), fixed.get(2), eachSize, fixedSize]).toEqual([0, 0, 10, 7]);
});

test('a gap between two tensors is used where it is large enough', () => {
  const { each, eachSize } = placeWork([
    lifetime(1, 10, 0, 9),
    lifetime(2, 9, 0, 0),
    lifetime(3, 8, 0, 9),
    lifetime(4, 7, 1, 2),
  ]);
  expect(each.get(4)).toBe(10);
  expect(eachSize).toBe(27);
});
