import { expect, test } from 'vitest';
import { makeTensor } from '../../tensor';
import { pick } from './elements';

const places = (...axes: number[][]) => axes.map((axis) => Int32Array.from(axis));

test('picks elements along each axis, axes that stay as they are in one go', () => {
  const x = makeTensor(
    'int32',
    [2, 3, 2],
    Int32Array.from({ length: 12 }, (_, i) => i),
  );
  expect(pick(x, places([1, 0], [2, 0], [0, 1]))).toEqual(
    makeTensor('int32', [2, 2, 2], Int32Array.of(10, 11, 6, 7, 4, 5, 0, 1)),
  );
  expect(pick(x, places([0], [1], [1, 0, 1])).data).toEqual(Int32Array.of(3, 2, 3));
  expect(pick(x, places([0, 1], [0, 1, 2], [0, 1]))).toEqual(x);
});

test('picks of complex numbers, of strings, of nothing and of a scalar', () => {
  const pairs = makeTensor('complex64', [2], Float32Array.of(1, 2, 3, 4));
  expect(pick(pairs, places([1, 0])).data).toEqual(Float32Array.of(3, 4, 1, 2));
  const words = ['a', 'b'].map((word) => new TextEncoder().encode(word));
  expect(pick(makeTensor('string', [2], words), places([1, 1])).data).toEqual([words[1], words[1]]);
  const none = makeTensor('float32', [0, 3], new Float32Array(0));
  expect(pick(none, places([], [2, 1]))).toEqual(
    makeTensor('float32', [0, 2], new Float32Array(0)),
  );
  const scalar = makeTensor('float32', [], Float32Array.of(5));
  expect(pick(scalar, [])).toEqual(scalar);
});
