/** Element types of tensors: what messages number, how many bytes they take, which array holds them. */
import { DataType, dataTypeNamed, pythonTypeName } from '#formats/saved-model/schema';
import type { TypedArray } from '#tensor';
import { StatusError } from './status';
import { makeTensor, type ElementType, type Tensor, type TensorData } from './tensor';

type NumberArray = TypedArray | BigUint64Array;

interface Storage {
  readonly array: new (length: number) => NumberArray;
  /** Numbers in the array per element. */
  readonly parts: 1 | 2;
}

const one = (array: Storage['array']): Storage => ({ array, parts: 1 });
const two = (array: Storage['array']): Storage => ({ array, parts: 2 });

const STORAGE: Readonly<Partial<Record<ElementType, Storage>>> = {
  bool: one(Uint8Array),
  uint8: one(Uint8Array),
  int8: one(Int8Array),
  uint16: one(Uint16Array),
  int16: one(Int16Array),
  uint32: one(Uint32Array),
  int32: one(Int32Array),
  int64: one(BigInt64Array),
  uint64: one(BigUint64Array),
  float16: one(Uint16Array),
  bfloat16: one(Uint16Array),
  float32: one(Float32Array),
  float64: one(Float64Array),
  complex64: two(Float32Array),
  complex128: two(Float64Array),
};

const OBJECTS: ReadonlySet<string> = new Set(['string', 'resource', 'variant']);

/** Undefined for strings, resources and variants. */
export function storageOf(dtype: ElementType): Storage | undefined {
  return STORAGE[dtype];
}

/** Zeros, empty strings; for resources and variants an empty list whatever the count is. */
export function newData(dtype: ElementType, count: number): TensorData {
  const storage = STORAGE[dtype];
  if (storage) return new storage.array(count * storage.parts);
  return dtype === 'string' ? new Array<Uint8Array>(count).fill(new Uint8Array(0)) : [];
}

/** One number or string; complex numbers are two. */
export type Element = number | bigint | Uint8Array;

/** @param elements as many as the shape has, of the type */
export function tensorOfElements(
  dtype: ElementType,
  shape: readonly number[],
  elements: readonly Element[],
): Tensor {
  if (dtype === 'string') return makeTensor(dtype, shape, elements as readonly Uint8Array[]);
  const data = newData(dtype, elements.length) as Element[];
  elements.forEach((element, i) => (data[i] = element));
  return makeTensor(dtype, shape, data as never);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Memory of the elements, as TensorFlow counts it for numbers; strings by their lengths. */
export function bytesOf({ dtype, data }: Tensor): number {
  if (ArrayBuffer.isView(data)) return data.byteLength;
  if (dtype !== 'string') return 0;
  return (data as readonly Uint8Array[]).reduce((sum, { length }) => sum + length, 0);
}

/**
 * References, as variables of TensorFlow 1 have them, are the type that they refer to.
 * @throws StatusError for types that no tensor here has, such as quantized ones
 */
export function elementTypeOf(type: DataType): ElementType {
  const name = pythonTypeName(type > 100 ? type - 100 : type) ?? '';
  if (Object.hasOwn(STORAGE, name) || OBJECTS.has(name)) return name as ElementType;
  throw new StatusError('UNIMPLEMENTED', `Tensors of ${name || `type ${type}`} are not run here.`);
}

export function dataTypeOf(dtype: ElementType): DataType {
  return dataTypeNamed(dtype) ?? DataType.DT_INVALID;
}

/** As TensorFlow's messages have it: `float`, `double`, `half`, `int32`. */
export function typeText(dtype: ElementType): string {
  const names: Partial<Record<ElementType, string>> = {
    float32: 'float',
    float64: 'double',
    float16: 'half',
  };
  return names[dtype] ?? dtype;
}
