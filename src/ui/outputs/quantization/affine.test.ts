import { describe, expect, test } from 'vitest';
import { effectOn, encode, levelsFor, reachOf, reconstruct, type RangeChoice } from './affine';

const int8 = { bits: 8, scheme: 'asymmetric' } as const;
const levels = (min: number, max: number, more: Partial<RangeChoice> = {}) =>
  levelsFor({ ...int8, min, max, ...more });

describe('scale and zero point are those of the converter', () => {
  test.each([
    [0, 6, Math.fround(6 / 255), -128],
    [-1, 1, Math.fround(2 / 255), -1],
    [0, 1, Math.fround(1 / 255), -128],
    [2, 5, Math.fround(5 / 255), -128],
    [-1, 0, Math.fround(1 / 255), 127],
    [0, 0, Math.fround((2 * Math.fround(1e-6)) / 255), 0],
  ])('%f … %f', (min, max, scale, zeroPoint) => {
    expect(levels(min, max)).toEqual({ scale, zeroPoint, low: -128, high: 127 });
  });

  test('symmetric ones leave the lowest code out and have their zero at 0', () => {
    expect(levels(-0.5, 1.27, { scheme: 'symmetric' })).toEqual({
      scale: Math.fround(0.01),
      zeroPoint: 0,
      low: -127,
      high: 127,
    });
    expect(levels(-4, 1, { scheme: 'symmetric', bits: 16 }).scale).toBe(Math.fround(4 / 32767));
    expect(levels(0, 15, { bits: 4 })).toEqual({ scale: 1, zeroPoint: -8, low: -8, high: 7 });
  });
});

test('values go to the nearest level, halves away from zero, what is beyond to the last one', () => {
  const whole = levels(-128, 127);
  expect([1.4, 1.5, -2.5, 500, -500].map((value) => encode(whole, value))).toEqual([
    1, 2, -3, 127, -128,
  ]);
  expect(reconstruct(whole, 0)).toBe(0);
  expect(reachOf(whole)).toEqual([-128, 127]);
});

describe('what the levels do', () => {
  test('a range that is too narrow clips', () => {
    const effect = effectOn(levels(0, 1), Float32Array.of(0, 0.5, 2, 4));
    expect(effect.clipped).toBe(0.5);
    expect(effect.maxError).toBeCloseTo(3);
  });
  test('a range 255 times too wide leaves two levels to values from 0 to 1', () => {
    const values = Float32Array.from({ length: 101 }, (_, i) => i / 100);
    expect(effectOn(levels(0, 255), values).used).toBe(2);
    expect(effectOn(levels(0, 1), values).used).toBe(101);
    expect(effectOn(levels(0, 1), values).sqnr! - effectOn(levels(0, 255), values).sqnr!).toBeGreaterThan(40); // prettier-ignore
  });
  test('no error is an infinite ratio, and nothing but zeros has none', () => {
    expect(effectOn(levels(-128, 127), Float32Array.of(1, 2)).sqnr).toBe(Infinity);
    expect(effectOn(levels(0, 1), Float32Array.of(0, 0)).sqnr).toBeUndefined();
  });
  test('each bit more is 6 dB', () => {
    const values = Float32Array.from({ length: 4001 }, (_, i) => i / 2000 - 1);
    const [four, eight] = [4, 8].map((bits) =>
      effectOn(levels(-1, 1, { bits: bits as 4 }), values),
    );
    expect(eight!.sqnr! - four!.sqnr!).toBeCloseTo(24, -1);
  });
});
