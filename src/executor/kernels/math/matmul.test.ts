import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { AttrValueSchema, DataType } from '#formats/saved-model/schema';
import { KernelCall, type KernelNode } from '../../kernel';
import { makeTensor, type Tensor } from '../../tensor';
import { MATMUL } from './matmul';

function multiply(a: Tensor, b: Tensor): readonly Tensor[] {
  const node = { name: 'dense', op: 'MatMul', attr: {} } as unknown as KernelNode;
  return MATMUL.MatMul!(new KernelCall(node, [a, b]));
}

function filled(rows: number, columns: number, value: (i: number) => number): Tensor {
  return makeTensor(
    'float32',
    [rows, columns],
    Float32Array.from({ length: rows * columns }, (_, i) => value(i)),
  );
}

test.each([1, 3, 6, 8, 9, 17])('%i rows give the same as adding up one by one', (rows) => {
  const [depth, columns] = [37, 11];
  const a = filled(rows, depth, (i) => Math.sin(i));
  const b = filled(depth, columns, (i) => Math.cos(i));
  const product = multiply(a, b)[0]!.data as Float32Array;
  const [x, y] = [a.data as Float32Array, b.data as Float32Array];
  for (let i = 0; i < rows * columns; i++) {
    let sum = 0;
    for (let p = 0; p < depth; p++) {
      sum += x[Math.floor(i / columns) * depth + p]! * y[p * columns + (i % columns)]!;
    }
    expect(product[i]).toBeCloseTo(sum, 5);
  }
});

test.each([[[4]], [[1, 1, 4]], [[]]])('an input of shape %j is no matrix', (shape) => {
  const count = shape.length ? 4 : 1;
  const a = makeTensor('float32', shape, new Float32Array(count));
  expect(() =>
    multiply(
      a,
      filled(4, 8, () => 0),
    ),
  ).toThrow('In[0] and In[1] has different ndims');
});

test('a vector of weights is no matrix', () => {
  const b = makeTensor('float32', [4], new Float32Array(4));
  expect(() =>
    multiply(
      filled(1, 4, () => 0),
      b,
    ),
  ).toThrow('In[0] and In[1] has different ndims');
});

test('bytes are multiplied into the type that the node says', () => {
  const a = makeTensor('int8', [1, 3], Int8Array.of(127, -128, 100));
  const b = makeTensor('int8', [3, 2], Int8Array.of(127, 1, 100, -128, 2, 50));
  const attr = {
    Tout: create(AttrValueSchema, { value: { case: 'type', value: DataType.DT_INT32 } }),
  };
  const node = { name: 'it', op: 'BatchMatMulV3', attr };
  expect(MATMUL['BatchMatMulV3']!(new KernelCall(node, [a, b]))).toEqual([
    makeTensor('int32', [1, 2], Int32Array.of(3529, 21511)),
  ]);
});
