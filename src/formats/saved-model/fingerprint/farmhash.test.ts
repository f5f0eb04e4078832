import { expect, test } from 'vitest';
import { fingerprint64, fingerprintCat64 } from './farmhash';

/** Length and `tf.fingerprint(…, method='farmhash64')` of the bytes (7 i + length) mod 256. */
const HASHES: readonly [length: number, hash: bigint][] = [
  [0, 0x9ae16a3b2f90404fn],
  [1, 0x47a24c13b17e583en],
  [2, 0xf0c23b32303a63c2n],
  [3, 0x40b4412e33eefd64n],
  [4, 0xc107ef4cfd78de68n],
  [7, 0xef296bc3f2781108n],
  [8, 0xaf3c2feaecfb8228n],
  [15, 0x319e0df4926db491n],
  [16, 0x8935c33c50c919d8n],
  [17, 0xeb5e445e8ed8468fn],
  [31, 0xa6e1af36b767e2f2n],
  [32, 0x37679234ee53fb79n],
  [33, 0xace067ceef8b7acdn],
  [63, 0xd0b2a6646c271569n],
  [64, 0x99cef40b2c6f98ecn],
  [65, 0x062c410b763bef3dn],
  [127, 0x523ebfd89d1c476cn],
  [128, 0xdbceebb7b5db6dc9n],
  [129, 0x4651ad82f97e3ac7n],
  [200, 0x02cf7f5990a1b14fn],
  [1000, 0xc3d452cfc7712240n],
];

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
}

test.each(HASHES)("%i bytes have TensorFlow's farmhash64", (length, hash) => {
  expect(fingerprint64(bytesOf(length))).toBe(hash);
});

test('a view into a larger buffer has the hash of its own bytes, and keeps them', () => {
  const buffer = new Uint8Array(300).fill(9);
  buffer.set(bytesOf(200), 50);
  const before = buffer.slice();
  expect(fingerprint64(buffer.subarray(50, 250))).toBe(0x02cf7f5990a1b14fn);
  expect(buffer).toEqual(before);
});

test('the order of two fingerprints counts', () => {
  expect(fingerprintCat64(1n, 2n)).not.toBe(fingerprintCat64(2n, 1n));
});
