import { expect, test } from 'vitest';
import type { NumberArray } from './tensors';
import { dotsOfBytes, dotsOfFloats, dotsOfShorts, type Dots } from './kernels/dots';
import { seeded } from '../../../tests/seeded';

const random = seeded(7);
const [BEFORE, LENGTH, GAP, CHANNELS] = [3, 13, 2, 11];

/** The sums from which and up to which channel is added, one product after another. */
function plain(x: NumberArray, w: NumberArray, first: number, last: number, round: Round) {
  const sums = new Float64Array(CHANNELS).fill(5);
  for (let channel = first; channel < last; channel++) {
    const place = 1 + (channel - first) * (LENGTH + GAP);
    for (let i = 0; i < LENGTH; i++)
      sums[channel] = round(sums[channel]! + round(x[BEFORE + i]! * w[place + i]!));
  }
  return sums;
}

type Round = (value: number) => number;
type Fill = () => number;
const same: Round = (value) => value;
const code: Fill = () => random(256) - 128;
const float: Fill = () => random(2 ** 24) / 2 ** 20 - 8;
const short: Fill = () => (random(2) === 0 ? 32767 : random(65536) - 32768);

test.each([
  ['floats', dotsOfFloats as Dots, Float32Array, Float32Array, float, float, Math.fround],
  ['bytes', dotsOfBytes as Dots, Int32Array, Int8Array, code, code, same],
  ['shorts', dotsOfShorts as Dots, Float64Array, Int8Array, short, code, same],
] as const)('sums of %s are those of one channel after another', (_, dots, X, W, x, w, round) => {
  const input = new X(Array.from({ length: BEFORE + LENGTH }, x));
  const weights = new W(Array.from({ length: 1 + CHANNELS * (LENGTH + GAP) }, w));
  for (let first = 0; first < 3; first++) {
    for (let last = first; last <= CHANNELS; last++) {
      const sums = new Float64Array(CHANNELS).fill(5);
      dots(input, BEFORE, weights, 1, LENGTH + GAP, LENGTH, sums, first, last);
      expect(sums).toEqual(plain(input, weights, first, last, round));
    }
  }
});
