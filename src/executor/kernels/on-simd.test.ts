/** SIMD kernels against the plain ones, which everything but float32 has. */
import { describe, expect, test } from 'vitest';
import { isResident } from '../simd/resident';
import { makeTensor, type Tensor } from '../tensor';
import { MATH } from './math';
import { NN } from './nn';
import { callOf, type JsonCase } from './testing-cases';

const KERNELS = { ...MATH, ...NN };

/** Numbers between -1 and 1, the same each time. */
function noise(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: count }, (_, i) => Math.sin((i + 1) * (seed + 1.618)));
  return makeTensor('float32', shape, data);
}

function doubled(tensor: Tensor): Tensor {
  return makeTensor('float64', tensor.shape, Float64Array.from(tensor.data as Float32Array));
}

function run(op: string, attrs: JsonCase['attrs'], inputs: readonly Tensor[]): Tensor {
  return KERNELS[op]!(callOf({ op, attrs, inputs: [] }).withInputs(inputs))[0]!;
}

/** @returns the result, which has to be a SIMD kernel's */
function expectLikePlain(op: string, attrs: JsonCase['attrs'], inputs: readonly Tensor[]): Tensor {
  const result = run(op, attrs, inputs);
  expect(isResident(result)).toBe(true);
  const plain = run(op, attrs, inputs.map(doubled));
  expect(result.shape).toEqual(plain.shape);
  expectClose(result, plain);
  return result;
}

function expectClose(result: Tensor, plain: Tensor): void {
  const [got, wanted] = [result.data as Float32Array, plain.data as Float64Array];
  const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0);
  expect(got.length).toBe(wanted.length);
  expect(worst).toBeLessThan(1e-5);
}

describe('products of matrices', () => {
  test.each([
    ['a row', [1, 300], [300, 70], {}],
    ['rows', [37, 129], [129, 65], {}],
    ['the right one transposed', [7, 129], [65, 129], { transpose_b: true }],
  ])('%s', (_, a, b, attrs) => {
    expectLikePlain('MatMul', attrs as JsonCase['attrs'], [noise(a, 0), noise(b, 1)]);
  });

  test.each([
    ['one right matrix for all', [3, 20, 40], [40, 30], {}],
    ['as many right matrices', [3, 20, 40], [3, 40, 30], {}],
    ['broadcast, the right ones transposed', [2, 1, 20, 40], [3, 30, 40], { adj_y: true }],
  ])('batches: %s', (_, a, b, attrs) => {
    const inputs = [noise(a, 0), noise(b, 1)];
    const result = run('BatchMatMulV2', attrs as JsonCase['attrs'], inputs);
    expectClose(result, run('BatchMatMulV2', attrs as JsonCase['attrs'], inputs.map(doubled)));
  });

  test('small ones are left to plain TypeScript', () => {
    expect(isResident(run('MatMul', {}, [noise([2, 3], 0), noise([3, 4], 1)]))).toBe(false);
  });
});

describe('convolutions', () => {
  const image = noise([2, 15, 14, 6], 0);
  const windows: readonly [string, JsonCase['attrs']][] = [
    ['as large as the image', { strides: [1, 1, 1, 1], padding: 'SAME' }],
    ['every second place', { strides: [1, 2, 2, 1], padding: 'SAME' }],
    ['inside of the image', { strides: [1, 2, 2, 1], padding: 'VALID' }],
    ['far apart', { strides: [1, 1, 1, 1], dilations: [1, 2, 2, 1], padding: 'SAME' }],
    [
      'with borders as told',
      {
        strides: [1, 1, 1, 1],
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, 0, 2, 1, 0, 0, 0],
      },
    ],
  ];
  test.each(windows)('%s', (_, attrs) => {
    expectLikePlain('Conv2D', attrs, [image, noise([3, 2, 6, 10], 1)]);
    expectLikePlain('DepthwiseConv2dNative', attrs, [image, noise([3, 3, 6, 4], 2)]);
  });

  test('in groups, they are left to plain TypeScript', () => {
    const attrs = { strides: [1, 1, 1, 1], padding: 'SAME' };
    expect(isResident(run('Conv2D', attrs, [image, noise([3, 3, 3, 20], 1)]))).toBe(false);
  });
});

describe('what follows a convolution', () => {
  const attrs = { strides: [1, 1, 1, 1], padding: 'SAME' };
  const images = (): Tensor =>
    run('Conv2D', attrs, [noise([2, 9, 9, 4], 0), noise([3, 3, 4, 12], 1)]);
  const plain = (tensor: Tensor): Tensor => makeTensor('float32', tensor.shape, tensor.data);

  test.each([
    ['Relu', []],
    ['Relu6', []],
    ['BiasAdd', [[12]]],
    ['AddV2', [[2, 9, 9, 12]]],
    ['Add', [[1]]],
    ['Mul', [[1, 1, 1, 12]]],
    ['Sub', [[9, 1, 12]]],
  ])('%s has the same bits', (op, shapes) => {
    const others = shapes.map((shape, i) => noise(shape, 2 + i));
    const x = images();
    const result = run(op, {}, [x, ...others]);
    expect(isResident(result)).toBe(true);
    expect(result.data).toEqual(run(op, {}, [plain(x), ...others]).data);
  });

  test.each(['MaxPool', 'AvgPool'])('%s', (op) => {
    for (const padding of ['SAME', 'VALID']) {
      expectLikePlain(op, { ksize: [1, 2, 3, 1], strides: [1, 2, 2, 1], padding }, [images()]);
    }
  });

  test('normalised by given moments', () => {
    const moments = [0, 1, 2, 3].map((i) => noise([12], 2 + i));
    moments[3] = makeTensor('float32', [12], new Float32Array(12).fill(0.7));
    const given = { is_training: false, epsilon: 0.001 };
    expectLikePlain('FusedBatchNormV3', given, [images(), ...moments]);
  });

  test('the maximum ignores what is no number, as ever', () => {
    const holed = run('AddV2', {}, [images(), makeTensor('float32', [12], noise([12], 3).data)]);
    const nans = new Float32Array(12).fill(0);
    nans[5] = NaN;
    const x = run('AddV2', {}, [holed, makeTensor('float32', [12], nans)]);
    const pooling = { ksize: [1, 2, 2, 1], strides: [1, 2, 2, 1], padding: 'VALID' };
    expect(isResident(x)).toBe(true);
    const result = run('MaxPool', pooling, [x]);
    expect(result.data).toEqual(run('MaxPool', pooling, [plain(x)]).data);
  });
});
