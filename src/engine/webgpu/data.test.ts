import { expect, test } from 'vitest';
import { GraphBuilder, type TensorRef } from '#graph';
import { type DType, NDArray } from '#tensor';
import { array } from '../testing';
import { feedData } from './data';

function feedOf(shape: readonly (number | null)[], dtype: DType): TensorRef {
  return new GraphBuilder().placeholder('x', { dtype, shape });
}

function written(value: NDArray, feed: TensorRef): Uint32Array {
  const data = feedData(value, feed);
  const words = new Uint32Array(data.words);
  data.write(words);
  return words;
}

test('a view of bytes becomes its table and the bytes', () => {
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  const images = new NDArray({ bytes: Uint8Array.of(1, 2, 3, 4, 5, 6), values }, [2, 3], 'float32');
  const words = written(images, feedOf([null, 3], 'float32'));
  expect(new Float32Array(words.buffer, 0, 256)).toEqual(values);
  expect([...new Uint8Array(words.buffer, 1024)]).toEqual([1, 2, 3, 4, 5, 6, 0, 0]);
  expect(images.byteTable).toBeDefined();
});

test('uint8 numbers stand for themselves, booleans for 0 and 1', () => {
  const bytes = array([0, 7, 255, 1], [2, 2], 'uint8');
  const numbers = new Float32Array(written(bytes, feedOf([null, 2], 'int32')).buffer, 0, 256);
  expect([numbers[7], numbers[255]]).toEqual([7, 255]);
  const truths = new Float32Array(written(bytes, feedOf([null, 2], 'bool')).buffer, 0, 256);
  expect([truths[0], truths[7], truths[255]]).toEqual([0, 1, 1]);
});

test('labels become floats', () => {
  const words = written(array([3, 1, 2], [3], 'uint8'), feedOf([null], 'int32'));
  expect([...new Float32Array(words.buffer)]).toEqual([3, 1, 2]);
});

test('a whole number that float32 does not hold is refused', () => {
  const feed = feedOf([null], 'int32');
  expect(() => written(array([2 ** 24 + 1], [1], 'int32'), feed)).toThrow(/16777217.*16777216/);
});
