import { expect, test } from 'vitest';
import { compute, noise, openSimd, put } from '../testing';
import { argMax } from './arg-max';
import { concat, slice } from './concat';
import { copy } from './copy';
import { dropout } from './dropout';
import { expandBytes, type ByteValues } from './expand-bytes';
import { oneHot } from './one-hot';
import { crop, pad } from './pad';
import { transpose } from './transpose';

const simd = await openSimd();

test('the place of the first largest value, NaN apart', () => {
  const x = put(simd, [1, 3, 3, 5, 2, 5, -1, -2, -3, -Infinity, -Infinity, -Infinity, 1, NaN, 2]);
  const places = compute(simd, 5, (tape, out) => argMax(tape, { x, out, rows: 5, size: 3 }));
  expect([...places]).toEqual([1, 0, 0, 0, 2]);
});

test('class numbers become rows of flags; a number outside has none', () => {
  const x = put(simd, [2, 0, 3, -1]);
  const at = { x, rows: 4, size: 3, on: 5, off: -1 };
  const rows = compute(simd, 12, (tape, out) => oneHot(tape, { ...at, out }));
  expect([...rows]).toEqual([-1, -1, 5, 5, -1, -1, -1, -1, -1, -1, -1, -1]);
});

test('rows are joined and cut', () => {
  const a = put(simd, [1, 2, 3, 4]);
  const b = put(simd, [10, 20, 30, 40, 50, 60]);
  const joined = compute(simd, 10, (tape, out) =>
    concat(tape, { inputs: [a, b], sizes: [2, 3], out, rows: 2 }),
  );
  expect([...joined]).toEqual([1, 2, 10, 20, 30, 3, 4, 40, 50, 60]);
  const x = put(simd, joined);
  const cut = compute(simd, 4, (tape, out) =>
    slice(tape, { x, out, rows: 2, size: 5, start: 1, length: 2 }),
  );
  expect([...cut]).toEqual([2, 10, 4, 40]);
});

test('zeros around images, and the images out of them again', () => {
  const values = Float32Array.from({ length: 2 * 2 * 3 * 2 }, (_, i) => i + 1);
  const around = { top: 1, bottom: 2, left: 0, right: 1 };
  const at = { samples: 2, height: 2, width: 3, channels: 2, ...around };
  const wide = compute(simd, 2 * 5 * 4 * 2, (tape, out) =>
    pad(tape, { ...at, x: put(simd, values), out }),
  );
  const second = wide.subarray(40);
  expect([...second.subarray(0, 8)]).toEqual(Array(8).fill(0));
  expect([...second.subarray(8, 24)]).toEqual([
    13, 14, 15, 16, 17, 18, 0, 0, 19, 20, 21, 22, 23, 24, 0, 0,
  ]);
  expect([...second.subarray(24)]).toEqual(Array(16).fill(0));
  const back = compute(simd, values.length, (tape, out) =>
    crop(tape, { ...at, x: put(simd, wide), out }),
  );
  expect(back).toEqual(values);
});

test.each([
  [
    [5, 7],
    [1, 0],
  ],
  [
    [2, 3, 4, 5],
    [0, 2, 3, 1],
  ],
  [
    [2, 3, 4, 5],
    [0, 3, 1, 2],
  ],
  [
    [2, 3, 2, 3, 2],
    [4, 2, 0, 1, 3],
  ],
])('dimensions %j in the order %j', (dims, permutation) => {
  const count = dims.reduce((a, b) => a * b);
  const values = noise(count);
  const x = put(simd, values);
  const result = compute(simd, count, (tape, out) =>
    transpose(tape, { x, out, dims, permutation }),
  );
  const strides = dims.map((_, d) => dims.slice(d + 1).reduce((a, b) => a * b, 1));
  const wanted = Float32Array.from({ length: count }, (_, i) => {
    let place = 0;
    for (let d = dims.length - 1; d >= 0; d--) {
      const from = permutation[d]!;
      place += (i % dims[from]!) * strides[from]!;
      i = Math.floor(i / dims[from]!);
    }
    return values[place]!;
  });
  expect(result).toEqual(wanted);
});

test('a copy', () => {
  const values = noise(1001);
  const x = put(simd, values);
  const at = { x, count: values.length };
  expect(compute(simd, values.length, (tape, out) => copy(tape, { ...at, out }))).toEqual(values);
});

function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}

test('dropout keeps what the numbers of its key say', () => {
  const values = noise(1003).map((value, i) => (i === 1 ? NaN : value));
  const [x, key] = [put(simd, values), simd.heap.allocate(4)];
  simd.ints[key / 4] = 0x89abcdef;
  const at = { x, count: values.length, rate: 0.3, scale: 1 / 0.7, key };
  const result = compute(simd, values.length, (tape, out) => dropout(tape, { ...at, out }));
  const wanted = values.map((value, i) => {
    const uniform = (mix(0x89abcdef ^ Math.imul(i + 1, 0x85ebca77)) >>> 8) / 2 ** 24;
    return uniform >= Math.fround(0.3) ? value * Math.fround(1 / 0.7) : 0;
  });
  expect(result).toEqual(wanted);
  expect(result.filter((value) => value === 0).length).toBeGreaterThan(250);
});

test.each<[string, ByteValues, (byte: number) => number]>([
  ['divided', { divisor: 255 }, (byte) => byte / 255],
  ['with an offset', { offset: 127.5, divisor: 127.5 }, (byte) => (byte - 127.5) / 127.5],
  [
    'times a factor and shifted',
    { factor: 0.003, shift: -0.1 },
    (byte) => Math.fround(byte * Math.fround(0.003)) + Math.fround(-0.1),
  ],
  ['looked up', { table: put(simd, noise(256)) }, (byte) => noise(256)[byte]!],
])('bytes become floats, %s, in an order of rows', (_, values, of) => {
  const [rows, size] = [3, 21];
  const bytes = Uint8Array.from({ length: 5 * size }, (_, i) => (i * 37) % 256);
  const x = simd.heap.allocate(bytes.length);
  const order = simd.heap.allocate(12);
  simd.bytes.set(bytes, x + 1);
  simd.ints.set([4, 0, 2], order / 4);
  const at = { x: x + 1, rows, size, values };
  const mixed = compute(simd, rows * size, (tape, out) => expandBytes(tape, { ...at, order, out }));
  const wanted = [4, 0, 2].flatMap((r) => [...bytes.subarray(r * size, (r + 1) * size)].map(of));
  expect(mixed).toEqual(Float32Array.from(wanted));
  const plain = compute(simd, rows * size, (tape, out) => expandBytes(tape, { ...at, out }));
  expect(plain).toEqual(Float32Array.from(bytes.subarray(0, rows * size), of));
});
