import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PyTypeError, ValueError } from '#errors';
import { parseCases, toArray, toNumber } from './fixtures/numpy-cases';
import {
  AxisError,
  decodeFloat16,
  encodeFloat16,
  fromNested,
  NDArray,
  OverflowError,
} from './index';

const path = new URL('fixtures/numpy-cases.json', import.meta.url);
const NUMPY_CASES = parseCases(readFileSync(path, 'utf8'));

test.each(NUMPY_CASES.binary)('$x.dtype.$method with $y gives $result.dtype', (one) => {
  const other = typeof one.y === 'number' ? one.y : toArray(one.y);
  const result = toArray(one.x)[one.method](other);
  const expected = toArray(one.result);
  expect(result.dtype).toBe(one.result.dtype);
  expect(result.data).toEqual(expected.data);
});

test.each(NUMPY_CASES.reduced.cases)('$method with $options', (one) => {
  const result: unknown = toArray(NUMPY_CASES.reduced.x)[one.method](one.options);
  const expected = one.result.values.map(toNumber);
  const actual = result instanceof NDArray ? result.ravel().tolist() : [result];
  if (result instanceof NDArray) expect(result.shape).toEqual(one.result.shape);
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
});

test('float16 rounds to nearest, ties to even', () => {
  for (const [number, bits] of NUMPY_CASES.halves) expect(encodeFloat16(number)).toBe(bits);
});

test('every float16 survives the way to a number and back', () => {
  for (let bits = 0; bits < 0x7c00; bits++) {
    expect(encodeFloat16(decodeFloat16(bits))).toBe(bits);
  }
});

test('shapes broadcast from the right', () => {
  const rows = fromNested([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(rows.add(fromNested([10, 20, 30])).tolist()).toEqual([
    [11, 22, 33],
    [14, 25, 36],
  ]);
  expect(rows.mul(fromNested([[1], [2]])).tolist()).toEqual([
    [1, 2, 3],
    [8, 10, 12],
  ]);
  expect(
    fromNested([[1], [2]])
      .add(fromNested([10, 20]))
      .tolist(),
  ).toEqual([
    [11, 21],
    [12, 22],
  ]);
});

test('shapes that do not broadcast fail with the words of NumPy', () => {
  const add = () => fromNested([1, 2]).add(fromNested([1, 2, 3]));
  expect(add).toThrow(ValueError);
  expect(add).toThrow('operands could not be broadcast together with shapes (2,) (3,) ');
});

test('whole numbers wrap around in their type, 32-bit products too', () => {
  const big = fromNested([2 ** 31 - 1, 123456789]);
  expect(big.mul(big).tolist()).toEqual([1, -1757895751]);
  expect(
    fromNested([250], 'uint8')
      .add(fromNested([10], 'uint8'))
      .tolist(),
  ).toEqual([4]);
});

test('a number that the type cannot hold is refused, but can be compared with', () => {
  const bytes = fromNested([1, 2], 'uint8');
  expect(() => bytes.add(300)).toThrow(OverflowError);
  expect(() => bytes.add(300)).toThrow('Python integer 300 out of bounds for uint8');
  expect(bytes.less(300).all()).toBe(true);
});

test('a fraction is compared in the precision of the array', () => {
  expect(fromNested([0.1], 'float32').equal(0.1).all()).toBe(true);
  expect(fromNested([1], 'int32').less(1.5).all()).toBe(true);
});

test('booleans add up as or, and do not subtract', () => {
  const [yes, no] = [fromNested([true]), fromNested([false])];
  expect(yes.add(yes).tolist()).toEqual([true]);
  expect(() => yes.sub(no)).toThrow(/numpy boolean subtract/);
});

test('round goes half to even, in the own precision of the array', () => {
  expect(fromNested([0.5, 1.5, 2.5, -0.5]).round().tolist()).toEqual([0, 2, 2, -0]);
  expect(fromNested([0.126, 2.675]).round(2).toString()).toBe('[0.13 2.68]');
});

test('NaN is found by min, max and argmax, and is true', () => {
  const x = fromNested([1, NaN, 3], 'float32');
  expect(x.max()).toBeNaN();
  expect(x.argmax()).toBe(1);
  expect(x.astype('bool').tolist()).toEqual([true, true, true]);
});

test('the reduction of nothing says so', () => {
  const empty = fromNested([], 'float32');
  expect(() => empty.max()).toThrow(
    'zero-size array to reduction operation maximum which has no identity',
  );
  expect(() => empty.argmax()).toThrow('attempt to get argmax of an empty sequence');
  expect(empty.sum()).toBe(0);
});

test('a wrong axis and an unknown keyword are errors', () => {
  const x = fromNested([[1, 2]]);
  expect(() => x.sum({ axis: 2 })).toThrow(AxisError);
  expect(() => x.sum(2)).toThrow('axis 2 is out of bounds for array of dimension 2');
  expect(() => x.sum({ axes: 1 } as object)).toThrow(PyTypeError);
});

test('sums of bytes do not wrap', () => {
  const x = new NDArray(new Uint8Array(1000).fill(255), [500, 2], 'uint8');
  expect(x.sum()).toBe(255000);
  expect(x.sum(0).tolist()).toEqual([127500, 127500]);
});
