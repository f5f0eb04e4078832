import { expect, test } from 'vitest';
import { DTYPES, type DType } from '#tensor';
import { DataType, dataTypeName, dataTypeNamed, dtypeOf, pythonTypeName } from '.';

test.each(Object.keys(DTYPES) as DType[])('%s has a number of its own, which means it', (dtype) => {
  const type = dataTypeNamed(dtype)!;
  expect(type).toBeGreaterThan(0);
  expect(dtypeOf(type)).toBe(dtype);
});

test.each([
  [DataType.DT_FLOAT, 'DT_FLOAT', 'float32'],
  [DataType.DT_HALF, 'DT_HALF', 'float16'],
  [DataType.DT_STRING, 'DT_STRING', 'string'],
  [33 as DataType, 'DT_FLOAT4_E2M1FN', 'float4_e2m1fn'],
  [101 as DataType, 'DT_FLOAT_REF', 'float32_ref'],
  [DataType.DT_INVALID, 'DT_INVALID', undefined],
  [99 as DataType, undefined, undefined],
])('type %i is called %s in messages and %s in Python', (type, name, pythonName) => {
  expect(dataTypeName(type)).toBe(name);
  expect(pythonTypeName(type)).toBe(pythonName);
});

test('types that arrays cannot have are no element types, and other names no types', () => {
  expect(dtypeOf(DataType.DT_STRING)).toBeUndefined();
  expect(dtypeOf(101 as DataType)).toBeUndefined();
  expect(dataTypeNamed('Tidx')).toBeUndefined();
});
