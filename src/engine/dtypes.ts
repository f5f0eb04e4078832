/**
 * Graph dtypes on devices, which compute in float32, int32 and booleans only: narrower integers live in int32 and are
 * wrapped after arithmetic, float16 and float64 live in float32, int64 in int32.
 */
import { NotImplementedError, ValueError } from '#errors';
import type { TensorSpec } from '#graph';
import {
  decodeFloat16,
  type DType,
  DTYPES,
  encodeFloat16,
  NDArray,
  type TypedArray,
} from '#tensor';

export type DeviceDType = 'float32' | 'int32' | 'bool';
export type DeviceData = Float32Array | Int32Array | Uint8Array;

/** @throws NotImplementedError for `resource` and `string`, which have no values on a device */
export function deviceDType(dtype: TensorSpec['dtype']): DeviceDType {
  if (dtype === 'resource' || dtype === 'string') {
    throw new NotImplementedError(`Tensors of dtype ${dtype} cannot be computed in the browser.`);
  }
  if (dtype === 'bool') return 'bool';
  return DTYPES[dtype].isFloat ? 'float32' : 'int32';
}

/**
 * Copies or reinterprets the elements as `target` needs them; the array itself is not changed.
 * @throws ValueError for an int64 that 32 bits do not hold
 */
export function deviceData(array: NDArray, target: DeviceDType): DeviceData {
  const data = array.dtype === 'float16' ? fromHalves(array) : array.data;
  if (target === 'float32') return data instanceof Float32Array ? data : toFloats(data);
  if (target === 'bool')
    return data instanceof Uint8Array ? data : Uint8Array.from(toNumbers(data));
  return data instanceof Int32Array ? data : toIntegers(data, array.dtype);
}

/** An array of the graph's dtype from a device's numbers. */
export function hostArray(
  data: ArrayLike<number>,
  shape: readonly number[],
  dtype: DType,
): NDArray {
  return new NDArray(hostData(data, dtype), [...shape], dtype);
}

function hostData(data: ArrayLike<number>, dtype: DType): TypedArray {
  if (dtype === 'float16') return Uint16Array.from(data, encodeFloat16);
  if (dtype === 'int64') return BigInt64Array.from(data, (value) => BigInt(Math.trunc(value)));
  const { array } = DTYPES[dtype];
  if (data instanceof array) return data as TypedArray;
  const out = new array(data.length) as Float64Array;
  for (let i = 0; i < data.length; i++) out[i] = data[i]!;
  return out;
}

/** The elements as plain numbers; int64 beyond 2^53 loses digits. */
export function numbersOf(array: NDArray): number[] {
  if (array.dtype === 'float16') return [...fromHalves(array)];
  return Array.from(array.data as ArrayLike<number | bigint>, Number);
}

/** Values of a whole number type that tfjs lacks run from `low` and repeat every `span`; undefined for the others. */
export function integerRange(
  dtype: TensorSpec['dtype'],
): { low: number; span: number } | undefined {
  switch (dtype) {
    case 'uint8':
      return { low: 0, span: 256 };
    case 'int8':
      return { low: -128, span: 256 };
    case 'uint16':
      return { low: 0, span: 65536 };
    case 'int16':
      return { low: -32768, span: 65536 };
    default:
      return undefined;
  }
}

function fromHalves(array: NDArray): Float32Array {
  return Float32Array.from(array.data as Uint16Array, decodeFloat16);
}

function toFloats(data: TypedArray): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) out[i] = Number(data[i]);
  return out;
}

function toIntegers(data: TypedArray, dtype: DType): Int32Array {
  const out = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    out[i] = Number(data[i]);
    if (dtype === 'int64' && out[i] !== Number(data[i])) {
      throw new ValueError(
        `The int64 value ${data[i]} is beyond the 32 bits that this engine computes with.`,
        { hint: 'Use numbers between -2147483648 and 2147483647.' },
      );
    }
  }
  return out;
}

function toNumbers(data: TypedArray): number[] {
  return Array.from(data as ArrayLike<number | bigint>, (value) => (Number(value) === 0 ? 0 : 1));
}
