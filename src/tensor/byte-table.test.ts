import { describe, expect, test } from 'vitest';
import { NDArray } from './index';

const BYTES = Uint8Array.from({ length: 4 * 256 }, (_, i) => (i * 7) % 256);
const images = () => new NDArray(BYTES, [4, 16, 16], 'uint8');

/** The same numbers without a view behind them. */
function eager(dtype: 'float32' | 'float16' | 'int16'): NDArray {
  return new NDArray(Float64Array.from(BYTES), [4, 16, 16], 'float64').astype(dtype);
}

describe('values are those of the eager arithmetic, bit by bit', () => {
  test.each([
    ['scaled', (x: NDArray) => x.div(255)],
    ['centred', (x: NDArray) => x.div(127.5).sub(1)],
    ['inverted', (x: NDArray) => x.neg().add(255).mul(0.1)],
    ['compared', (x: NDArray) => x.greater(100)],
    ['a chain of functions', (x: NDArray) => x.add(1).log().sqrt().pow(3).round(4)],
  ])('%s', (_, compute) => {
    for (const dtype of ['float32', 'float16', 'int16'] as const) {
      const view = compute(images().astype(dtype));
      expect(view.byteTable?.bytes.buffer).toBe(BYTES.buffer);
      expect(view.data).toEqual(compute(eager(dtype)).data);
    }
  });
});

test('arithmetic on bytes themselves is a view as well', () => {
  const view = images().div(255);
  expect(view.dtype).toBe('float32');
  expect(view.byteTable).toBeDefined();
  expect(view.data[1]).toBe(Math.fround(7 / 255));
});

test('parts and other shapes of a view are views of the same bytes', () => {
  const view = images().astype('float32').div(255);
  for (const part of [view.slice(1, 3), view.at(2), view.reshape(4, -1), view.slice(0, 4, 2)]) {
    expect(part.byteTable).toBeDefined();
  }
  const rows = view.takeRows(Uint32Array.of(3, 0));
  expect(rows.byteTable).toBeDefined();
  expect(rows.data).toEqual(
    Float32Array.from([...view.at(3).data, ...view.at(0).data] as number[]),
  );
  expect(view.slice(-1).data).toEqual(view.at(3).data);
  expect(view.transpose().at(5).at(3).at(2)).toBe(view.at(2).at(3).at(5));
});

test('reductions and printing leave a view a view', () => {
  const view = images().astype('float32').div(255);
  expect(view.max()).toBe(1);
  expect(view.mean()).toBeCloseTo(0.5);
  expect(view.toString()).toContain('...');
  expect(view.byteTable).toBeDefined();
});

test('reading the elements ends the view and lets go of the bytes', () => {
  const view = images().astype('float32');
  expect(view.data).toBe(view.data);
  expect(view.byteTable).toBeUndefined();
});

test('an operation of two arrays is computed', () => {
  const view = images().astype('float32');
  const sum = view.add(view.at(0));
  expect(sum.byteTable).toBeUndefined();
  expect(sum.at(1).at(0).at(1)).toBe(Number(view.at(1).at(0).at(1)) + 7);
});

test('where the data came from is handed on', () => {
  const x = images().withProvenance('drawn');
  const all = [x.astype('float32').div(255), x.slice(0, 2), x.at(0), x.reshape(-1), x.copy(), x.T];
  expect(all.map((array) => array.provenance)).toEqual(all.map(() => 'drawn'));
  expect(eager('float32').add(x).provenance).toBe('drawn');
});
