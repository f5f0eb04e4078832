import { expect, test } from 'vitest';
import { levelsFor } from './affine';
import { axisFor, errorCurve, histogramOf, levelPixels, toPixel, toValue } from './picture';

const values = Float32Array.of(0, 0.25, 0.25, 0.99);
const axis = { from: -1, to: 1, width: 640 };
const four = levelsFor({ min: -0.7, max: 0.7, bits: 4, scheme: 'symmetric' });
const sixteen = levelsFor({ min: -0.7, max: 0.7, bits: 16, scheme: 'symmetric' });

test('the axis holds zero, the values and the range, with room to drag', () => {
  const wide = axisFor(values, [0, 255], 100);
  expect([wide.from < 0, wide.to > 255]).toEqual([true, true]);
  expect(axisFor(Float32Array.of(), [0, 0], 100).to).toBeGreaterThan(0);
  expect(toValue(wide, toPixel(wide, 3))).toBeCloseTo(3);
});

test('the fullest bin is 1, the others roots of their share', () => {
  const heights = histogramOf(values, axis);
  expect(heights.filter((height) => height > 0)).toEqual([Math.SQRT1_2, 1, Math.SQRT1_2]);
  expect(heights[40]).toBe(1);
});

test('few levels stand on the axis, many are not drawn one by one', () => {
  expect(levelPixels(four, axis)).toHaveLength(15);
  expect(levelPixels(sixteen, axis)).toEqual([]);
});

test('the error jumps between levels and grows beyond the last one', () => {
  const curve = errorCurve(four, axis, 64, 0.1);
  expect(curve.isBand).toBe(false);
  expect(curve.path.match(/L/g)).toHaveLength(2 * 14 + 1);
});

test('the same error is lower in a picture that reaches further', () => {
  const heights = (top: number) => {
    const ys = [...errorCurve(four, axis, 64, top).path.matchAll(/,(-?[\d.]+)/g)].slice(1, -1);
    return Math.max(...ys.map(([, y]) => Math.abs(Number(y) - 32)));
  };
  expect(heights(0.1)).toBeCloseTo(16);
  expect(heights(0.2)).toBeCloseTo(8);
});

test('teeth too narrow to draw are a band', () => {
  const curve = errorCurve(sixteen, axis, 64, sixteen.scale);
  expect(curve.isBand).toBe(true);
  expect(curve.path).toMatch(/^M0.0,-\d.*Z$/);
});
