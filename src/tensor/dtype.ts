/** Element types, with NumPy's names. `float16` is stored as its 16 bits (no `Float16Array` is assumed). */
export type DType =
  | 'bool'
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'int64'
  | 'float16'
  | 'float32'
  | 'float64';

export type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

interface DTypeInfo {
  /** Bytes per element. */
  readonly bytes: number;
  readonly array: new (length: number) => TypedArray;
  readonly isFloat: boolean;
}

export const DTYPES: Readonly<Record<DType, DTypeInfo>> = {
  bool: { bytes: 1, array: Uint8Array, isFloat: false },
  uint8: { bytes: 1, array: Uint8Array, isFloat: false },
  int8: { bytes: 1, array: Int8Array, isFloat: false },
  uint16: { bytes: 2, array: Uint16Array, isFloat: false },
  int16: { bytes: 2, array: Int16Array, isFloat: false },
  uint32: { bytes: 4, array: Uint32Array, isFloat: false },
  int32: { bytes: 4, array: Int32Array, isFloat: false },
  int64: { bytes: 8, array: BigInt64Array, isFloat: false },
  float16: { bytes: 2, array: Uint16Array, isFloat: true },
  float32: { bytes: 4, array: Float32Array, isFloat: true },
  float64: { bytes: 8, array: Float64Array, isFloat: true },
};
