import { describe, expect, test } from 'vitest';
import { IndexError, ValueError } from '#errors';
import {
  arange,
  asDType,
  concatenate,
  fromNested,
  full,
  NDArray,
  promote,
  stack,
  zeros,
} from './index';

const grid = () => arange(6).reshape(2, 3);

describe('shapes', () => {
  test('one dimension may be left open', () => {
    expect(grid().reshape(-1, 2).shape).toEqual([3, 2]);
    expect(grid().reshape([3, -1]).shape).toEqual([3, 2]);
    expect(grid().flatten().tolist()).toEqual([0, 1, 2, 3, 4, 5]);
  });
  test('a size that does not fit is refused with the words of NumPy', () => {
    expect(() => grid().reshape(4)).toThrow('cannot reshape array of size 6 into shape (4,)');
    expect(() => grid().reshape(4, -1)).toThrow('cannot reshape array of size 6 into shape (4,-1)');
    expect(() => grid().reshape(-1, -1)).toThrow('can only specify one unknown dimension');
    expect(() => new NDArray(new Uint8Array(5), [2, 3], 'uint8')).toThrow(ValueError);
  });
  test('axes are swapped, dropped and added', () => {
    expect(grid().T.tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(arange(24).reshape(2, 3, 4).transpose(2, 0, 1).at(3, 1, 2)).toBe(23);
    expect(grid().expand_dims(-1).shape).toEqual([2, 3, 1]);
    expect(grid().expand_dims(0).squeeze().shape).toEqual([2, 3]);
    expect(() => grid().squeeze(0)).toThrow(/cannot select an axis to squeeze out/);
  });
});

describe('parts', () => {
  test('at gives a row, or a number when no axis is left', () => {
    expect(grid().at(-1).tolist()).toEqual([3, 4, 5]);
    expect(grid().at(1, 2)).toBe(5);
    expect(fromNested([1n]).at(0)).toBe(1);
    expect(fromNested([true]).at(0)).toBe(true);
  });
  test('an index out of bounds is named with its axis and size', () => {
    expect(() => grid().at(2)).toThrow(IndexError);
    expect(() => grid().at(2)).toThrow('index 2 is out of bounds for axis 0 with size 2');
    expect(() => grid().at(0, 0, 0)).toThrow(/array is 2-dimensional, but 3 were indexed/);
  });
  test.each([
    [
      [1, 4],
      [1, 2, 3],
    ],
    [[-3], [7, 8, 9]],
    [
      [null, -8],
      [0, 1],
    ],
    [[5, 2], []],
    [
      [0, 100],
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ],
    [
      [1, 8, 3],
      [1, 4, 7],
    ],
    [
      [null, null, -4],
      [9, 5, 1],
    ],
    [
      [7, 2, -2],
      [7, 5, 3],
    ],
  ] as const)('slice%j follows the rules of Python', (bounds, expected) => {
    expect(
      arange(10)
        .slice(...(bounds as [number, number, number]))
        .tolist(),
    ).toEqual(expected);
  });
  test('take picks by places, along an axis or in the flattened array', () => {
    expect(grid().take([0, -1], { axis: 1 }).tolist()).toEqual([
      [0, 2],
      [3, 5],
    ]);
    expect(grid().take([4, 1]).tolist()).toEqual([4, 1]);
    expect(grid().take(1, { axis: 0 }).tolist()).toEqual([3, 4, 5]);
  });
  test('compress picks by a mask', () => {
    const x = arange(4);
    expect(x.compress(x.greater(1)).tolist()).toEqual([2, 3]);
    expect(() => x.compress([true])).toThrow(/size of axis is 4 but size of corresponding/);
  });
  test('rows can be walked through', () => {
    expect([...grid()].map((row) => row.sum())).toEqual([3, 12]);
  });
});

describe('conversions', () => {
  test('floats lose their fraction, also below zero', () => {
    expect(fromNested([1.9, -1.9, NaN]).astype('int32').tolist()).toEqual([1, -1, 0]);
    expect(fromNested([0.5, 0]).astype('bool').tolist()).toEqual([true, false]);
    expect(fromNested([1, 2]).astype('int64').data).toEqual(BigInt64Array.of(1n, 2n));
  });
  test('an unknown type is named', () => {
    expect(() => grid().astype('flot32' as 'float32')).toThrow("data type 'flot32' not understood");
    expect(asDType('float')).toBe('float32');
  });
  test('item gives the only element', () => {
    expect(full([1, 1], 7).item()).toBe(7);
    expect(() => grid().item()).toThrow('can only convert an array of size 1 to a Python scalar');
  });
  test('json refuses an array as that of Python does', () => {
    expect(() => JSON.stringify({ instances: grid() })).toThrow(
      'Object of type ndarray is not JSON serializable',
    );
    expect(JSON.stringify(grid().tolist())).toBe('[[0,1,2],[3,4,5]]');
  });
  test('an operator of JavaScript on an array is an error and not NaN', () => {
    const x = grid() as unknown as number;
    expect(() => x / 255).toThrow('only 0-dimensional arrays can be converted to Python scalars');
    expect(`${grid()}`).toBe('[[0 1 2]\n [3 4 5]]');
  });
});

describe('new arrays', () => {
  test('a list decides its type: bool, int32, int64 or float32', () => {
    const types = [[true], [1, 2], [2 ** 40], [1.5], [1n]].map((list) => fromNested(list).dtype);
    expect(types).toEqual(['bool', 'int32', 'int64', 'float32', 'int64']);
  });
  test('lists of unequal lengths are refused', () => {
    expect(() => fromNested([[1, 2], [3]])).toThrow(
      'setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (2,) + inhomogeneous part.',
    );
    expect(() => fromNested([1, [2]])).toThrow(/inhomogeneous shape after 1 dimensions/);
  });
  test('arange counts by steps', () => {
    expect(arange(3).tolist()).toEqual([0, 1, 2]);
    expect(arange(1, 0, -0.5).tolist()).toEqual([1, 0.5]);
    expect(arange(3, 1).size).toBe(0);
  });
  test('concatenate and stack join along any axis', () => {
    expect(concatenate([grid(), grid()], 1).tolist()).toEqual([
      [0, 1, 2, 0, 1, 2],
      [3, 4, 5, 3, 4, 5],
    ]);
    expect(concatenate([zeros([1, 3]), grid()]).dtype).toBe('float32');
    expect(stack([arange(2), arange(2)], 1).tolist()).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(stack([grid(), grid()]).shape).toEqual([2, 2, 3]);
    expect(() => concatenate([grid(), zeros([2, 4])])).toThrow(
      /along dimension 1, the array at index 0 has size 3/,
    );
    expect(() => stack([grid(), arange(2)])).toThrow('all input arrays must have the same shape');
  });
});

test('types are promoted as in NumPy, with float32 for a whole number with a float', () => {
  expect(promote('uint8', 'int8')).toBe('int16');
  expect(promote('uint32', 'int32')).toBe('int64');
  expect(promote('int8', 'float16')).toBe('float16');
  expect(promote('int32', 'float32')).toBe('float32');
  expect(promote('float64', 'uint8')).toBe('float64');
});

test('sort and argsort put NaN last and keep the order of equals', () => {
  const x = fromNested(
    [
      [3, NaN, 1],
      [2, 2, 0],
    ],
    'float32',
  );
  expect(x.argsort().tolist()).toEqual([
    [2, 0, 1],
    [2, 0, 1],
  ]);
  expect(x.sort(0).tolist()).toEqual([
    [2, 2, 0],
    [3, NaN, 1],
  ]);
});

test('matmul multiplies matrices and vectors', () => {
  expect(grid().matmul(grid().T).tolist()).toEqual([
    [5, 14],
    [14, 50],
  ]);
  expect(grid().matmul([1, 0, 1]).tolist()).toEqual([2, 8]);
  expect(() => grid().matmul(grid())).toThrow(/\(size 2 is different from 3\)/);
});
