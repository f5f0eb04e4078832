import { expect, test } from 'vitest';
import { loadLiteBinary, Simd, simdTier, TapeWriter } from '../../index';
import { listBytes, packWeights, paddedUnits, rows } from '.';

const [COUNT, DEPTH, UNITS] = [3, 21, 37];

const simd = new Simd(await loadLiteBinary(simdTier()!));

/** Codes from -128 to 127 that repeat after a long while. */
function codes(length: number, seed: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => Math.imul(i + seed, 2654435761) >> 24);
}

/** Half away from zero, in double. */
function expected(x: Int8Array, w: Int8Array, bias: Int32Array, scale: number): number[] {
  return Array.from({ length: COUNT * UNITS }, (_, i) => {
    const [row, unit] = [Math.floor(i / UNITS), i % UNITS];
    let sum = bias[unit]!;
    for (let k = 0; k < DEPTH; k++) sum += (x[row * DEPTH + k]! + 128) * w[unit * DEPTH + k]!;
    const code = Math.sign(sum) * Math.round(Math.abs(sum) * scale) - 3;
    return Math.min(Math.max(code, -100), 120);
  });
}

test('rows of codes times weights: products, bias, scale, zero point and limits', () => {
  const place = (data: Int8Array | Int32Array | Float64Array | Float32Array) => {
    const address = simd.heap.allocate(data.byteLength + 32);
    simd.bytes.set(new Uint8Array(data.buffer), address);
    return address;
  };
  const x = codes(COUNT * DEPTH, 1).map((code, i) => (i % 5 === 0 ? -128 : code));
  const w = codes(UNITS * DEPTH, 7);
  const bias = new Int32Array(paddedUnits(UNITS)).map((_, i) => (i - 20) * 999);
  const scale = 0.0015;
  const y = place(new Int8Array(COUNT * UNITS).fill(55));
  const tape = new TapeWriter();
  rows(tape, {
    kind: 'codes',
    x: place(x),
    y,
    weights: place(packWeights(w, UNITS, DEPTH, simd.tier)),
    bias: place(bias),
    scales: place(new Float64Array(paddedUnits(UNITS)).fill(scale)),
    list: simd.heap.allocate(listBytes(DEPTH)),
    sums: simd.heap.allocate(4 * paddedUnits(UNITS)),
    zero: -3,
    low: -100,
    high: 120,
    count: COUNT,
    depth: DEPTH,
    units: UNITS,
  });
  simd.run(simd.placeTape(tape.finish()));
  const found = new Int8Array(simd.bytes.buffer, y, COUNT * UNITS);
  expect([...found]).toEqual(expected(x, w, bias, scale));
});

test('weights lie in tiles of 32 units, then 16, group by group', () => {
  const weights = Int8Array.from({ length: 33 * 3 }, (_, i) => i);
  const packed = packWeights(weights, 33, 3, 'relaxed');
  expect(packed.length).toBe(48 * 4);
  expect([...packed.subarray(0, 8)]).toEqual([0, 1, 2, 0, 3, 4, 5, 0]);
  expect([...packed.subarray(128, 136)]).toEqual([96, 97, 98, 0, 0, 0, 0, 0]);
  expect([...packWeights(weights, 33, 3, 'simd128').subarray(64, 68)]).toEqual([2, 0, 5, 0]);
  const floats = packWeights(Float32Array.of(1, 2, 3, 4), 2, 2, 'relaxed');
  expect([...floats.subarray(0, 3), ...floats.subarray(16, 19)]).toEqual([1, 3, 0, 2, 4, 0]);
});
