/**
 * What an array consists of, and how the kernels of this room read and write elements. Kernels are plain functions
 * from values to values; `NDArray` is the class around them.
 */
import { DTYPES, type DType, type TypedArray } from './dtype';
import { decodeFloat16, encodeFloat16 } from './float16';

/** Bytes seen through a table: element i is `values[bytes[i]]`. */
export interface ByteTable {
  readonly bytes: Uint8Array;
  /** 256 values of the array's dtype. */
  readonly values: TypedArray;
}

export interface ArrayValue {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly storage: TypedArray | ByteTable;
  /** Where the data came from, when results made from it must say so; every view and result carries it on. */
  readonly provenance?: string | undefined;
}

/** Reads element i as a number; bool as 0 or 1, int64 exactly up to 2^53. */
export type Reader = (index: number) => number;

/** Elements on their way into an array; what can be written as it is goes straight into the final storage. */
export type Sink = Exclude<TypedArray, BigInt64Array>;

/** Number of elements of an array of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

export function isByteTable(storage: TypedArray | ByteTable): storage is ByteTable {
  return 'bytes' in storage;
}

export function readerOf(value: ArrayValue): Reader {
  const { storage, dtype } = value;
  if (!isByteTable(storage)) return elementReader(storage, dtype);
  const { bytes } = storage;
  const values = Float64Array.from({ length: 256 }, (_, i) =>
    elementReader(storage.values, dtype)(i),
  );
  return (i) => values[bytes[i]!]!;
}

function elementReader(data: TypedArray, dtype: DType): Reader {
  if (data instanceof BigInt64Array) return (i) => Number(data[i]!);
  if (dtype === 'float16') return (i) => decodeFloat16(data[i]!);
  return (i) => data[i]!;
}

/** Room for `size` numbers that `seal` turns into elements of `dtype`. */
function sinkFor(dtype: DType, size: number): Sink {
  if (dtype === 'float16' || dtype === 'int64') return new Float64Array(size);
  return new DTYPES[dtype].array(size) as Sink;
}

function seal(sink: Sink, dtype: DType): TypedArray {
  if (dtype === 'float16') return Uint16Array.from(sink, encodeFloat16);
  return dtype === 'int64' ? toInt64(sink) : sink;
}

function toInt64(numbers: Sink): BigInt64Array {
  const out = new BigInt64Array(numbers.length);
  for (let i = 0; i < out.length; i++) {
    const number = numbers[i]!;
    out[i] = Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n;
  }
  return out;
}

/** Fills a new storage from a function of the element's index. */
export function generate(dtype: DType, size: number, element: Reader): TypedArray {
  const sink = sinkFor(dtype, size);
  if (dtype === 'bool') for (let i = 0; i < size; i++) sink[i] = Number(element(i) !== 0);
  else for (let i = 0; i < size; i++) sink[i] = element(i);
  return seal(sink, dtype);
}

/** Applies the same rearrangement to the elements, or to the bytes of a view. */
export function rearrange<T extends TypedArray>(
  storage: TypedArray | ByteTable,
  how: (elements: T) => T,
): TypedArray | ByteTable {
  if (!isByteTable(storage)) return how(storage as T);
  return { bytes: how(storage.bytes as TypedArray as T) as Uint8Array, values: storage.values };
}

/** Element `position(i)` of the storage at place i, for i below `size`. */
export function gather(
  storage: TypedArray | ByteTable,
  size: number,
  position: (index: number) => number,
): TypedArray | ByteTable {
  return rearrange<Uint8Array>(storage, (elements) => {
    const out = new (elements.constructor as new (length: number) => Uint8Array)(size);
    for (let i = 0; i < size; i++) out[i] = elements[position(i)]!;
    return out;
  });
}
