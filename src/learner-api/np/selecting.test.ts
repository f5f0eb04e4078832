import { expect, test } from 'vitest';
import { IndexError, ValueError } from '#errors';
import { repr } from '../python/repr';
import { np } from './index';

test('places of what is not zero, flat or by dimension', () => {
  expect(np.flatnonzero([[0, 1], [2, 0]]).tolist()).toEqual([1, 2]); // prettier-ignore
  expect(np.nonzero([[0, 1], [2, 0]]).map((places) => places.tolist())).toEqual([[0, 1], [1, 0]]); // prettier-ignore
  expect(np.where([0, 3])[0]!.tolist()).toEqual([1]);
  expect(np.flatnonzero([0]).shape).toEqual([0]);
  expect(np.count_nonzero([1, 0, NaN])).toBe(2);
  expect(np.count_nonzero([[1, 2], [3, 0]], { axis: 0 })).toMatchObject({ data: Int32Array.of(2, 1) }); // prettier-ignore
  expect(() => np.count_nonzero([1], { axes: 0 } as object)).toThrow('unexpected keyword');
  expect(() => np.nonzero(3)).toThrow('Calling nonzero on 0d arrays is not allowed.');
});

test('tuples of places look like tuples', () => {
  expect(repr(np.nonzero([0, 1]))).toBe('(array([1], dtype=int32),)');
});

test('where takes both values or none', () => {
  expect(np.where([true, false], 1, [5, 6]).tolist()).toEqual([1, 6]);
  expect(() => np.where([1], [2], undefined as never)).toThrow(ValueError);
});

test('pictures on which two models disagree are taken by their places', () => {
  const images = np.arange(12).reshape(3, 2, 2);
  const [a, b] = [np.array([1, 2, 3]), np.array([1, 0, 0])];
  const where = np.flatnonzero(a.not_equal(b));
  expect(np.take(images, where.slice(0, 1), { axis: 0 }).tolist()).toEqual([[[4, 5], [6, 7]]]); // prettier-ignore
  expect(np.take(images, [11]).tolist()).toEqual([11]);
  expect(() => np.take([1, 2], [5])).toThrow(IndexError);
});
