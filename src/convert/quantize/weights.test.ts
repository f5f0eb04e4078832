import { expect, test } from 'vitest';
import { NDArray } from '#tensor';
import { biasQuantization, fittedWeights, quantizeBias } from './bias';
import { dequantizeArray, quantizeArray } from './codes';
import { quantizeWeights, weightExtent, weightQuantization } from './weights';

const f = Math.fround;
const SMALLEST = f(f(5e-7) / 127);

function floats(values: number[], shape = [values.length]): NDArray {
  return new NDArray(Float32Array.from(values), shape, 'float32');
}

function codes(array: NDArray): number[] {
  return Array.from(array.data as Int8Array);
}

test('values exactly at half steps are rounded away from zero', () => {
  const weights = floats([127, 0.5, -0.5, 1.5, 2.5, -2.5, 126.5, -127]);
  const quantization = weightQuantization(weights);
  expect(quantization).toEqual({ scale: [1], zeroPoint: [0], dimension: 0 });
  expect(codes(quantizeWeights(weights, quantization))).toEqual([127, 1, -1, 2, 3, -3, 127, -127]);
});

test('each output channel has its own scale along its own dimension', () => {
  const conv = floats([1, -2, 0.5, 4], [2, 1, 1, 2]);
  expect(weightQuantization(conv, 0).scale).toEqual([f(2 / 127), f(4 / 127)]);
  const depthwise = weightQuantization(conv, 3);
  expect(depthwise).toEqual({ scale: [f(1 / 127), f(4 / 127)], zeroPoint: [0, 0], dimension: 3 });
  expect(codes(quantizeWeights(conv, depthwise))).toEqual([127, -64, 64, 127]);
});

test('a channel of zeros gets a small scale and codes of 0', () => {
  const weights = floats([0, 0, 1, -1], [2, 2]);
  const quantization = weightQuantization(weights, 0);
  expect(quantization.scale).toEqual([SMALLEST, f(1 / 127)]);
  expect(codes(quantizeWeights(weights, quantization))).toEqual([0, 0, 127, -127]);
});

test('a huge channel ruins the others per tensor and not per channel', () => {
  const weights = floats([0.5, -0.25, 1000, -500], [2, 2]);
  expect(codes(quantizeWeights(weights, weightQuantization(weights, 0)))).toEqual([
    127, -64, 127, -64,
  ]);
  expect(codes(quantizeWeights(weights, weightQuantization(weights)))).toEqual([0, 0, 127, -64]);
});

test('what is given back lies within half a step', () => {
  const values = Array.from({ length: 999 }, (_, i) => Math.sin(i) * (1 + (i % 7)));
  const weights = floats(values);
  const quantization = weightQuantization(weights);
  const back = dequantizeArray(quantizeWeights(weights, quantization), quantization);
  const errors = values.map((value, i) => Math.abs(value - Number(back.data[i])));
  expect(Math.max(...errors)).toBeLessThanOrEqual(0.5001 * quantization.scale[0]!);
});

test('codes are cut off at the ends of their type', () => {
  const quantization = { scale: [0.5], zeroPoint: [10], dimension: 0 };
  expect(codes(quantizeArray(floats([-100, 0, 1, 100]), quantization))).toEqual([
    -128, 10, 12, 127,
  ]);
  expect(codes(quantizeArray(floats([-100, 100]), quantization, { dtype: 'uint8' }))).toEqual([
    0, 210,
  ]);
});

test('NaN and infinity have no code', () => {
  const quantization = { scale: [1], zeroPoint: [0], dimension: 0 };
  expect(() => quantizeArray(floats([0, NaN]), quantization)).toThrow(/holds NaN/);
  expect(() => quantizeArray(floats([-Infinity]), quantization)).toThrow(/holds -Infinity/);
  const weights = floats([1, NaN]);
  expect(() => quantizeWeights(weights, weightQuantization(weights))).toThrow(/NaN/);
});

test('scales that do not fit the dimension are refused', () => {
  const quantization = { scale: [1, 2, 3], zeroPoint: [0, 0, 0], dimension: 1 };
  expect(() => quantizeArray(floats([1, 2, 3, 4], [2, 2]), quantization)).toThrow(/3 scales/);
});

test('a bias is counted in products of input and weights', () => {
  const weights = { scale: [0.25, 0.5], zeroPoint: [0, 0], dimension: 0 };
  const quantization = biasQuantization(weights, 0.125);
  expect(quantization.scale).toEqual([0.03125, 0.0625]);
  const bias = quantizeBias(floats([1, -1]), quantization, 'int32');
  expect([bias.dtype, ...codes(bias)]).toEqual(['int32', 32, -16]);
});

test('a bias beyond half of int32 widens its channel’s weights, and no other', () => {
  const weights = { scale: [SMALLEST, 0.5], zeroPoint: [0, 0], dimension: 0 };
  const bias = floats([3, 3]);
  const fitted = fittedWeights(weights, bias, 0.001, 'int8');
  expect(fitted.scale).toEqual([f(3 / 1_073_741_823 / 0.001), 0.5]);
  const quantized = codes(quantizeBias(bias, biasQuantization(fitted, 0.001), 'int32'));
  expect(Math.abs(quantized[0]! - 1_073_741_823)).toBeLessThan(100);
  expect(weightExtent(floats([0, 0, 1, -63.5], [2, 2]), fitted)).toEqual({
    min: [-f(fitted.scale[0]! * 127), -63.5],
    max: [f(fitted.scale[0]! * 127), 1],
  });
});

test('int64 holds a bias that int32 does not', () => {
  const quantization = { scale: [1e-6], zeroPoint: [0], dimension: 0 };
  const bias = quantizeBias(floats([1e6]), quantization, 'int64');
  expect(bias.dtype).toBe('int64');
  expect(Number(bias.data[0])).toBeGreaterThan(2 ** 31);
});
