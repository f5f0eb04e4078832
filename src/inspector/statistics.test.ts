import { encodeFloat16, NDArray } from '#tensor';
import { expect, test } from 'vitest';
import { describeArray } from './statistics';

test('leaves what is not finite out of range and histogram, and counts it', () => {
  const data = Float32Array.of(-1, 0, 0, 3, NaN, Infinity, -Infinity);
  const found = describeArray(new NDArray(data, [7], 'float32'));
  expect(found).toMatchObject({ count: 7, zeros: 2, nans: 1, infinities: 2 });
  expect(found.range).toMatchObject({ min: -1, max: 3, mean: 0.5, std: 1.5 });
  expect(found.range!.histogram.reduce((sum, value) => sum + value)).toBe(4);
  expect([found.range!.histogram[0], found.range!.histogram.at(-1)]).toEqual([1, 1]);
});

test('of nothing, and of nothing finite, there is no range', () => {
  expect(describeArray(new NDArray(new Float32Array(), [0], 'float32')).range).toBeUndefined();
  expect(describeArray(new NDArray(Float32Array.of(NaN), [], 'float32')).range).toBeUndefined();
});

test('equal values are one bin', () => {
  const found = describeArray(new NDArray(Float32Array.of(2, 2, 2), [3], 'float32'));
  expect(found.range).toMatchObject({ min: 2, max: 2, std: 0, histogram: [3] });
});

test('reads float16, int64 and bool as numbers', () => {
  const half = new NDArray(Uint16Array.of(encodeFloat16(0.5), encodeFloat16(-2)), [2], 'float16');
  expect(describeArray(half)).toMatchObject({ range: { min: -2, max: 0.5 }, first: '0.5, -2' });
  const long = new NDArray(BigInt64Array.of(5n, -7n), [2], 'int64');
  expect(describeArray(long)).toMatchObject({ range: { min: -7, max: 5 }, first: '5, -7' });
  const flags = new NDArray(Uint8Array.of(1, 0, 1), [3], 'bool');
  expect(describeArray(flags)).toMatchObject({ zeros: 1, range: { mean: 2 / 3 } });
});
