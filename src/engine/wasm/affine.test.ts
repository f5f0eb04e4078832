import { expect, test } from 'vitest';
import { NDArray } from '#tensor';
import { affineOf } from './affine';

/** What the learner's arithmetic makes of every byte. */
function tableOf(compute: (x: NDArray) => unknown): Float32Array {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const view = compute(new NDArray(bytes, [256], 'uint8').astype('float32')) as NDArray;
  return view.byteTable!.values as Float32Array;
}

test('usual ways to scale pixels are told from the table of their values', () => {
  expect(affineOf(tableOf((x) => x.div(1)))).toEqual({});
  expect(affineOf(tableOf((x) => x.div(255)))).toEqual({ divisor: 255 });
  expect(affineOf(tableOf((x) => x.div(127.5).sub(1)))).toEqual({ divisor: 127.5, shift: -1 });
  expect(affineOf(tableOf((x) => x.sub(127.5).div(127.5)))).toEqual({
    divisor: 127.5,
    offset: 127.5,
  });
  expect(affineOf(tableOf((x) => x.mul(1 / 255)))).toEqual({ factor: Math.fround(1 / 255) });
  expect(affineOf(tableOf((x) => x.div(255).mul(3).sub(1)))).toEqual({
    divisor: 255,
    factor: 3,
    shift: -1,
  });
});

test('other tables stay tables', () => {
  expect(affineOf(tableOf((x) => x.sqrt()))).toBeUndefined();
  expect(affineOf(tableOf((x) => x.mul(0)))).toBeUndefined();
  const almost = tableOf((x) => x.div(255));
  almost[77] = Math.fround(almost[77]! * 1.0000002);
  expect(affineOf(almost)).toBeUndefined();
});

test('a negative zero is not taken for a zero', () => {
  expect(affineOf(tableOf((x) => x.div(-1)))).toBeUndefined();
});
