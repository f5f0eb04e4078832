/** Element types, with NumPy's names, and how two of them combine. */
import { PyTypeError } from '#errors';

/** `float16` is stored as its 16 bits (no `Float16Array` is assumed). */
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
  readonly isSigned: boolean;
}

export const DTYPES: Readonly<Record<DType, DTypeInfo>> = {
  bool: { bytes: 1, array: Uint8Array, isFloat: false, isSigned: false },
  uint8: { bytes: 1, array: Uint8Array, isFloat: false, isSigned: false },
  int8: { bytes: 1, array: Int8Array, isFloat: false, isSigned: true },
  uint16: { bytes: 2, array: Uint16Array, isFloat: false, isSigned: false },
  int16: { bytes: 2, array: Int16Array, isFloat: false, isSigned: true },
  uint32: { bytes: 4, array: Uint32Array, isFloat: false, isSigned: false },
  int32: { bytes: 4, array: Int32Array, isFloat: false, isSigned: true },
  int64: { bytes: 8, array: BigInt64Array, isFloat: false, isSigned: true },
  float16: { bytes: 2, array: Uint16Array, isFloat: true, isSigned: true },
  float32: { bytes: 4, array: Float32Array, isFloat: true, isSigned: true },
  float64: { bytes: 8, array: Float64Array, isFloat: true, isSigned: true },
};

/** Python's own type names, and what they mean here: the defaults are 32 bits wide. */
const ALIASES: Readonly<Record<string, DType>> = {
  float: 'float32',
  int: 'int32',
  bool_: 'bool',
  half: 'float16',
  single: 'float32',
  double: 'float64',
};

/** @throws PyTypeError for a name that is no element type */
export function asDType(name: string): DType {
  if (Object.hasOwn(DTYPES, name)) return name as DType;
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  if (alias) return alias;
  throw new PyTypeError(`data type '${String(name)}' not understood`, {
    hint: `Use one of ${Object.keys(DTYPES).join(', ')}.`,
  });
}

export function isInteger(dtype: DType): boolean {
  return dtype !== 'bool' && !DTYPES[dtype].isFloat;
}

/**
 * NumPy's promotion table, with one difference: where an integer and a float would give float64, the result is
 * float32 unless one side is float64 already.
 */
export function promote(a: DType, b: DType): DType {
  if (a === b || b === 'bool') return a;
  if (a === 'bool') return b;
  const [x, y] = [DTYPES[a], DTYPES[b]];
  if (x.isFloat && y.isFloat) return x.bytes > y.bytes ? a : b;
  if (x.isFloat) return promoteFloat(a, b);
  if (y.isFloat) return promoteFloat(b, a);
  if (x.isSigned === y.isSigned) return x.bytes > y.bytes ? a : b;
  return x.isSigned ? promoteMixed(a, b) : promoteMixed(b, a);
}

function promoteFloat(float: DType, integer: DType): DType {
  return float === 'float16' && DTYPES[integer].bytes > 1 ? 'float32' : float;
}

function promoteMixed(signed: DType, unsigned: DType): DType {
  const bytes = DTYPES[unsigned].bytes;
  if (DTYPES[signed].bytes > bytes) return signed;
  return bytes === 1 ? 'int16' : bytes === 2 ? 'int32' : 'int64';
}

/** Smallest and largest value of an integer type. */
export function integerRange(dtype: DType): readonly [number, number] {
  if (dtype === 'bool') return [0, 1];
  const { bytes, isSigned } = DTYPES[dtype];
  const bits = bytes * 8;
  return isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

/** The result type of a mathematical function such as `sqrt`, or of a division, of this type: float32 for integers. */
export function floatFor(dtype: DType): DType {
  return DTYPES[dtype].isFloat ? dtype : 'float32';
}
