import { expect, test } from 'vitest';
import { np } from './index';

const batch = np.arange(6).reshape(1, 2, 3);

test('squeeze and expand_dims take and give a batch axis', () => {
  expect(np.squeeze(batch).shape).toEqual([2, 3]);
  expect(np.squeeze(batch, { axis: 0 }).shape).toEqual([2, 3]);
  expect(np.expand_dims(np.squeeze(batch, 0), { axis: 0 }).shape).toEqual([1, 2, 3]);
  expect(() => np.squeeze(batch, { axes: 0 } as object)).toThrow('unexpected keyword');
});

test('transpose reverses the axes, or puts them in order', () => {
  expect(np.transpose(batch).shape).toEqual([3, 2, 1]);
  expect(np.transpose(batch, [2, 0, 1]).shape).toEqual([3, 1, 2]);
  expect(np.transpose(batch, { axes: [1, 0, 2] }).shape).toEqual([2, 1, 3]);
});

test('a shape may be an array, as in the details of an interpreter', () => {
  const shape = np.array([2, 3], 'int32');
  expect(np.reshape(batch, shape).shape).toEqual([2, 3]);
  expect(np.reshape(batch, [-1]).shape).toEqual([6]);
  expect(np.zeros(shape).shape).toEqual([2, 3]);
  expect(np.random.random_sample(shape)).toMatchObject({ shape: [2, 3] });
});
