/** A bare number in an operation takes the array's element type where it can, as a Python number does in NumPy. */
import { generate, type ArrayValue } from './array-value';
import { DTYPES, integerRange, type DType } from './dtype';
import { OverflowError } from './errors';

export type Scalar = number | boolean | bigint;

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
}

/** The element type that the pair is computed in; a whole number counts as Python's int, any other as its float. */
export function typeWithScalar(array: DType, scalar: Scalar): DType {
  if (typeof scalar === 'boolean' || DTYPES[array].isFloat) return array;
  if (typeof scalar === 'number' && !Number.isInteger(scalar)) return 'float32';
  return array === 'bool' ? 'int32' : array;
}

/** @throws OverflowError when an integer type cannot hold the number */
export function checkRange(scalar: Scalar, dtype: DType): void {
  if (DTYPES[dtype].isFloat) return;
  const [low, high] = integerRange(dtype);
  const number = Number(scalar);
  if (number >= low && number <= high) return;
  throw new OverflowError(`Python integer ${scalar} out of bounds for ${dtype}`, {
    hint: `${dtype} holds ${low} to ${high}. Convert first, for example with .astype("float32").`,
  });
}

export function scalarValue(scalar: Scalar, dtype: DType): ArrayValue {
  return { shape: [], dtype, storage: generate(dtype, 1, () => Number(scalar)) };
}
