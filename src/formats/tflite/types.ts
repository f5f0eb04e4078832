/** What the tensor types of a file are in arrays, and how many bytes their values take. */
import { NotImplementedError } from '#errors';
import type { DType } from '#tensor';
import type { TensorType } from './tensor-type';

const DTYPE_OF = {
  FLOAT32: 'float32',
  FLOAT16: 'float16',
  INT32: 'int32',
  UINT8: 'uint8',
  INT64: 'int64',
  BOOL: 'bool',
  INT16: 'int16',
  INT8: 'int8',
  FLOAT64: 'float64',
  UINT32: 'uint32',
  UINT16: 'uint16',
  INT4: 'int8',
  INT2: 'int8',
  UINT4: 'uint8',
} as const satisfies Partial<Record<TensorType, DType>>;

const TYPE_OF: Readonly<Record<DType, TensorType>> = {
  float32: 'FLOAT32',
  float16: 'FLOAT16',
  int32: 'INT32',
  uint8: 'UINT8',
  int64: 'INT64',
  bool: 'BOOL',
  int16: 'INT16',
  int8: 'INT8',
  float64: 'FLOAT64',
  uint32: 'UINT32',
  uint16: 'UINT16',
};

/** Bits of one value; absent for types whose values have no fixed size. */
const BITS: Readonly<Partial<Record<TensorType, number>>> = {
  FLOAT32: 32,
  FLOAT16: 16,
  INT32: 32,
  UINT8: 8,
  INT64: 64,
  BOOL: 8,
  INT16: 16,
  COMPLEX64: 64,
  INT8: 8,
  FLOAT64: 64,
  COMPLEX128: 128,
  UINT64: 64,
  UINT32: 32,
  UINT16: 16,
  INT4: 4,
  BFLOAT16: 16,
  INT2: 2,
  UINT4: 4,
};

/** Smallest and largest code of quantized tensors; other types' codes are at least 32 bits wide. */
const CODES: Readonly<Partial<Record<TensorType, readonly [number, number]>>> = {
  INT2: [-2, 1],
  INT4: [-8, 7],
  UINT4: [0, 15],
  INT8: [-128, 127],
  UINT8: [0, 255],
  INT16: [-32768, 32767],
  UINT16: [0, 65535],
};

/**
 * The element type of arrays with a tensor's values; types of fewer than 8 bits become int8 or uint8.
 * @throws NotImplementedError for strings, complex numbers, uint64, bfloat16, resources and variants
 */
export function dtypeOf(type: TensorType): DType {
  const dtype = (DTYPE_OF as Partial<Record<TensorType, DType>>)[type];
  if (dtype) return dtype;
  throw new NotImplementedError(`Tensors of type ${type} cannot be made into arrays here.`, {
    hint: `Types that can be: ${Object.keys(DTYPE_OF).join(', ')}.`,
  });
}

export function typeOf(dtype: DType): TensorType {
  return TYPE_OF[dtype];
}

export function bitsOf(type: TensorType): number | undefined {
  return BITS[type];
}

/** Smallest and largest code of a type of 16 bits or fewer; undefined for the others. */
export function codeRange(type: TensorType): readonly [number, number] | undefined {
  return CODES[type];
}

/** Bytes of the values of a tensor, values of fewer than 8 bits packed; undefined where they have no fixed size. */
export function byteLengthOf(type: TensorType, shape: readonly number[]): number | undefined {
  const bits = bitsOf(type);
  if (bits === undefined) return undefined;
  return Math.ceil((shape.reduce((size, dim) => size * dim, 1) * bits) / 8);
}
