import { expect, test } from 'vitest';
import { constantParameters, quantizationParameters, type CodeType } from './parameters';
import { roundHalfAway } from './rounding';

const f = Math.fround;

test('halves are rounded away from zero, and nothing that is less than a half', () => {
  const values = [0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, -0.49999999999999994, 3];
  expect(values.map(roundHalfAway)).toEqual([1, -1, 2, 3, -3, 0, 0, 3]);
});

test.each([
  ['a ReLU6', 0, 6, f(6 / 255), -128],
  ['an image from 0 to 1', 0, 1, f(1 / 255), -128],
  ['raw pixels', 0, 255, 1, -128],
  ['both signs', -1, 1, f(2 / 255), -1],
  ['only positive values', 2, 5, f(5 / 255), -128],
  ['only negative values', -5, -2, f(5 / 255), 127],
  ['one positive value', 3, 3, f(3 / 255), -128],
  ['nothing but 0', 0, 0, f(f(f(1e-6) + f(1e-6)) / 255), 0],
])('int8 parameters of %s are TensorFlow’s', (_, min, max, scale, zeroPoint) => {
  expect(quantizationParameters({ min, max })).toEqual({ scale, zeroPoint });
});

test.each([
  [-1, 0.5, f(1 / 32767)],
  [0, 6, f(6 / 32767)],
])('int16 parameters of [%s, %s] are symmetric', (min, max, scale) => {
  expect(quantizationParameters({ min, max }, 'int16')).toEqual({ scale, zeroPoint: 0 });
});

test('uint8 parameters are those of int8, 128 higher', () => {
  for (const range of [
    { min: -1, max: 2 },
    { min: 0, max: 1 },
    { min: -3, max: 0 },
  ]) {
    const { scale, zeroPoint } = quantizationParameters(range, 'int8');
    expect(quantizationParameters(range, 'uint8')).toEqual({ scale, zeroPoint: zeroPoint + 128 });
  }
});

test('a constant 0 gets TensorFlow’s narrow range for constants', () => {
  expect(constantParameters({ min: 0, max: 0 })).toEqual({
    scale: f(f(2 * f(5e-7)) / 255),
    zeroPoint: 0,
  });
  expect(constantParameters({ min: -1, max: -1 })).toEqual({ scale: f(1 / 255), zeroPoint: 127 });
});

test.each([
  [NaN, 1],
  [0, NaN],
  [0, Infinity],
  [Infinity, -Infinity],
  [2, 1],
])('the range [%s, %s] is refused', (min, max) => {
  expect(() => quantizationParameters({ min, max })).toThrow(/cannot be quantized/);
});

test.each<CodeType>(['int8', 'uint8', 'int16'])('%s parameters represent 0 exactly', (type) => {
  const random = randomNumbers(7);
  for (let i = 0; i < 300; i++) {
    const [a, b] = [random() * 10 ** (random() * 8), random() * 10 ** (random() * 8)];
    const { scale, zeroPoint } = quantizationParameters(
      { min: Math.min(a, b), max: Math.max(a, b) },
      type,
    );
    expect(scale).toBe(Math.fround(scale));
    expect(scale).toBeGreaterThan(0);
    expect(Number.isInteger(zeroPoint)).toBe(true);
    expect(Math.abs(zeroPoint)).toBeLessThanOrEqual(255);
  }
});

/** Numbers from −1 to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 30 - 1;
  };
}
