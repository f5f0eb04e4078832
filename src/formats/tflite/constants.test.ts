import { expect, it } from 'vitest';
import { addition } from '../../../tests/tflite-files';
import { constantOf, dtypeOf, TENSOR_TYPES, type Tensor, type TensorType } from './index';

function valuesOf(type: TensorType, shape: number[], bytes: number[]) {
  const model = {
    ...addition(),
    buffers: [{ data: new Uint8Array() }, { data: new Uint8Array(bytes) }],
  };
  const tensor: Tensor = { ...model.subgraphs[0]!.tensors[1]!, type, shape };
  return constantOf(model, tensor);
}

it('makes arrays of constants, and none of what is computed', () => {
  const model = addition();
  const [x, c] = model.subgraphs[0]!.tensors;
  expect(constantOf(model, c!)!.tolist()).toEqual([1, 2]);
  expect(constantOf(model, x!)).toBeUndefined();
});

it('takes values of fewer than 8 bits apart, the low bits first', () => {
  const four = valuesOf('INT4', [3], [0x81, 0x07])!;
  expect([four.dtype, four.tolist()]).toEqual(['int8', [1, -8, 7]]);
  expect(valuesOf('UINT4', [2], [0xf1])!.tolist()).toEqual([1, 15]);
  expect(valuesOf('INT2', [5], [0b11_10_01_00, 0b01])!.tolist()).toEqual([0, 1, -2, -1, 1]);
});

it('reads little-endian numbers of every width', () => {
  expect(valuesOf('INT16', [2], [0xff, 0xff, 1, 2])!.tolist()).toEqual([-1, 513]);
  expect(valuesOf('INT64', [1], [255, 255, 255, 255, 255, 255, 255, 255])!.item()).toBe(-1);
  expect(valuesOf('FLOAT16', [1], [0, 0x3c])!.item()).toBe(1);
});

it('names the types that arrays do not have', () => {
  const without = TENSOR_TYPES.filter((type) => {
    try {
      dtypeOf(type);
      return false;
    } catch {
      return true;
    }
  });
  expect(without).toEqual([
    'STRING',
    'COMPLEX64',
    'COMPLEX128',
    'UINT64',
    'RESOURCE',
    'VARIANT',
    'BFLOAT16',
  ]);
  expect(() => dtypeOf('STRING')).toThrow(/type STRING cannot be made into arrays/);
});
