import { expect, test } from 'vitest';
import type { QuantizedTensorReport } from '#protocol';
import { levelsFor } from './affine';
import { firstShown, startOf } from './start';

const report = (more: Partial<QuantizedTensorReport>): QuantizedTensorReport => ({
  name: 't',
  role: 'activation',
  op: 'RESHAPE',
  dtype: 'int8',
  shape: [1],
  scale: [Math.fround(0.01)],
  zeroPoint: [-100],
  min: -1,
  max: 1,
  sqnr: 40,
  maxError: 0.1,
  values: Float32Array.of(0),
  ...more,
});

test.each(['int8', 'uint8'])('an %s activation starts with the levels of the file', (dtype) => {
  const zeroPoint = dtype === 'uint8' ? 28 : -100;
  const levels = levelsFor(startOf(report({ dtype, zeroPoint: [zeroPoint] })));
  expect(levels.zeroPoint).toBe(-100);
  expect(levels.scale).toBeCloseTo(0.01, 7);
});

test('weights start symmetric, with the widest channel', () => {
  const start = startOf(report({ role: 'weights', scale: [0.25, 0.5], zeroPoint: [0, 0] }));
  expect(start).toEqual({ bits: 8, scheme: 'symmetric', min: -63.5, max: 63.5 });
});

test('a bias starts with 16 bits and the range of its values', () => {
  expect(startOf(report({ role: 'bias', dtype: 'int32' }))).toEqual({
    bits: 16,
    scheme: 'symmetric',
    min: -1,
    max: 1,
  });
});

test('weights are shown first where there are any', () => {
  const [input, weights] = [report({}), report({ role: 'weights' })];
  expect(firstShown([input, weights])).toBe(weights);
  expect(firstShown([input])).toBe(input);
});
