/** What TensorFlow 2.21 with oneDNN says, as it is built by default. */
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { AttrValueSchema } from '#formats/saved-model/schema';
import { elementCount } from '../element-types';
import { KernelCall } from '../kernel';
import { makeTensor } from '../tensor';
import { JOINED, ONE_DNN } from './one-dnn';

function callOf(op: string, shapes: readonly (readonly number[])[], ...flags: string[]) {
  const yes = create(AttrValueSchema, { value: { case: 'b', value: true } });
  const attr = Object.fromEntries(flags.map((flag) => [flag, yes]));
  const inputs = shapes.map((shape) =>
    makeTensor('float32', shape, new Float32Array(elementCount(shape))),
  );
  return new KernelCall({ name: 'it', op, attr }, inputs);
}

const NORM = [[8], [8], [8], [8]];

test.each([
  ['MatMul', [[4], [4, 8]], 'In[0] ndims must be >= 2'],
  ['MatMul', [[2, 4], [4]], 'In[1] ndims must be >= 2'],
  [
    'MatMul',
    [
      [1, 3],
      [4, 8],
    ],
    'Matrix size-incompatible: In[0]: [1,3], In[1]: [4,8]',
  ],
  ['BatchMatMulV2', [[3], [3, 8]], 'In[0] ndims must be >= 2: 1'],
  [
    'BatchMatMulV2',
    [
      [2, 1, 3],
      [3, 3, 8],
    ],
    'In[0] and In[1] must have compatible batch dimensions: [2,1,3] vs. [3,3,8]',
  ],
  [
    'BatchMatMulV2',
    [
      [2, 3],
      [3, 4, 5],
    ],
    'Matrix size-incompatible: In[0]: [2,3], In[1]: [3,4,5] 0 0',
  ],
  [
    'BatchMatMul',
    [
      [2, 3],
      [3, 4, 5],
    ],
    'In[0] and In[1] has different ndims: [2,3] vs. [3,4,5]',
  ],
  ['AvgPool', [[4]], 'Input must be 4 or 5-dimensional'],
  ['MaxPool', [[4]], 'Input must be 4 or 5-dimensional'],
  ['Softmax', [[]], 'Input dims must be <= 5 and >=1'],
  ['FusedBatchNormV3', [[4], ...NORM], 'input must be 4-dimensional[4]'],
  [
    'DepthwiseConv2dNative',
    [
      [1, 8, 8, 3],
      [3, 3, 2, 1],
    ],
    'input depth must be evenly divisible by filter depth: 3 vs 2',
  ],
] as const)('%s of %j: %s', (op, shapes, message) => {
  expect(() => ONE_DNN[op]!(callOf(op, shapes))).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', message }),
  );
});

test('says which of the matrices that do not fit are adjoint', () => {
  const call = callOf(
    'BatchMatMulV2',
    [
      [2, 4, 3],
      [2, 3, 8],
    ],
    'adj_x',
  );
  expect(() => ONE_DNN['BatchMatMulV2']!(call)).toThrow(/: \[2,3,8\] 1 0$/);
});

test('a product that is joined with its bias has words of its own', () => {
  expect(() => JOINED['MatMul']!(callOf('MatMul', [[4], [4, 8]]))).toThrow('In[0] is not a matrix');
});

test('what is right is computed', () => {
  const [product] = ONE_DNN['MatMul']!(
    callOf('MatMul', [
      [2, 4],
      [4, 8],
    ]),
  );
  expect(product).toEqual(makeTensor('float32', [2, 8], new Float32Array(16)));
});
