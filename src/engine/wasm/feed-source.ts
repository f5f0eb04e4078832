/**
 * Where the values of a feed come from. Bytes stay bytes up to the batch buffer, where a kernel expands them; whatever
 * else is copied, or converted, on the host.
 */
import { ValueError } from '#errors';
import { readerOf, type NDArray, type Reader } from '#tensor';
import { deviceDType } from '../dtypes';
import { type Affine, affineOf } from './affine';
import type { TensorRef } from '#graph';

export type FeedSource = BytesSource | FloatsSource | NumbersSource;

interface BytesSource {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  readonly values: Affine | { readonly table: Float32Array };
}

interface FloatsSource {
  readonly kind: 'floats';
  readonly floats: Float32Array;
}

interface NumbersSource {
  readonly kind: 'numbers';
  readonly read: Reader;
}

/** Whole numbers beyond are not exact as floats. */
const LARGEST = 2 ** 24;
/** @throws ValueError, when read, for whole numbers that float32 does not hold */
export function feedSource(array: NDArray, feed: TensorRef): FeedSource {
  const { storage } = array;
  const target = deviceDType(feed.node.outputs[feed.index]!.dtype);
  const isBool = target === 'bool' || array.dtype === 'bool';
  if ('bytes' in storage) {
    const table = tableOf(array, isBool);
    return { kind: 'bytes', bytes: storage.bytes, values: affineOf(table) ?? { table } };
  }
  if (storage instanceof Float32Array && target === 'float32') {
    return { kind: 'floats', floats: storage };
  }
  if (storage instanceof Uint8Array && !isBool)
    return { kind: 'bytes', bytes: storage, values: {} };
  return { kind: 'numbers', read: numbersOf(array, target) };
}

/** Two sources of one form are read by the same instructions. */
export function formOf(source: FeedSource): string {
  if (source.kind !== 'bytes') return 'floats';
  const { values } = source;
  return 'table' in values ? 'table' : JSON.stringify(values);
}

function tableOf(array: NDArray, isBool: boolean): Float32Array {
  const { values } = array.byteTable!;
  const read = readerOf({ shape: [256], dtype: array.dtype, storage: values });
  return Float32Array.from({ length: 256 }, (_, byte) =>
    isBool ? Number(read(byte) !== 0) : read(byte),
  );
}

function numbersOf(array: NDArray, target: 'float32' | 'int32' | 'bool'): Reader {
  const read = readerOf(array);
  if (target === 'bool') return (index) => Number(read(index) !== 0);
  if (target === 'float32') return read;
  return (index) => {
    const value = read(index);
    if (Math.abs(value) <= LARGEST) return value;
    throw new ValueError(
      `The ${array.dtype} value ${value} is beyond the ${LARGEST} up to which WASM computes whole numbers exactly.`,
      { hint: 'Open the page with ?backend=tfjs-wasm to compute with 32 bits.' },
    );
  };
}
