import { expect, test } from 'vitest';
import { drawImages, SIDE } from './images';

const COUNT = 2000;
const { pixels, labels } = drawImages(COUNT);
const bytes = pixels.data as Uint8Array;

test('half of the pixels are 0, as in Fashion-MNIST', () => {
  const zeros = bytes.reduce((sum, byte) => sum + Number(byte === 0), 0);
  expect(Math.abs(zeros / bytes.length - 0.502)).toBeLessThan(0.015);
});

test('zeros come in runs: nearly two fifths of all groups of four are black', () => {
  let black = 0;
  for (let i = 0; i < bytes.length; i += 4) {
    if (bytes.subarray(i, i + 4).every((byte) => byte === 0)) black++;
  }
  const share = black / (bytes.length / 4);
  expect(share).toBeGreaterThan(0.33);
  expect(share).toBeLessThan(0.43);
});

test('all ten classes are there, and the same images come every time', () => {
  expect(new Set(labels.data as Uint8Array).size).toBe(10);
  expect(pixels.shape).toEqual([COUNT, SIDE, SIDE]);
  expect(drawImages(10).pixels.data).toEqual(bytes.subarray(0, 10 * SIDE * SIDE));
});

test('a wide shape has a higher class', () => {
  const widthOf = (wanted: number) => {
    const image = (labels.data as Uint8Array).indexOf(wanted);
    return bytes.subarray(image * SIDE * SIDE, (image + 1) * SIDE * SIDE).filter(Boolean).length;
  };
  expect(widthOf(9)).toBeGreaterThan(widthOf(5));
  expect(widthOf(5)).toBeGreaterThan(widthOf(0));
});
