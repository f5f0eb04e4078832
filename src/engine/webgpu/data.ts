/**
 * The arrays that a program is fed, as words of one buffer. Images made of bytes stay bytes, behind a table of the 256
 * values that they stand for; everything else is floats.
 */
import { ValueError } from '#errors';
import type { TensorRef } from '#graph';
import { type NDArray, readerOf } from '#tensor';
import { type DeviceDType, deviceDType } from '../dtypes';
import type { FeedForm } from './text/scope';

/** One feed's part of the buffer. */
export interface FeedData {
  readonly form: FeedForm;
  readonly words: number;
  /** Fills the words. */
  write(to: Uint32Array<ArrayBuffer>): void;
}

const TABLE = 256;
/** Whole numbers beyond are not exact as floats. */
const LARGEST = 2 ** 24;

/** Elements of a feed for each of its first dimension. */
export function rowSizeOf({ node, index }: TensorRef): number {
  return node.outputs[index]!.shape.slice(1).reduce<number>((size, dim) => size * (dim ?? 1), 1);
}

/** @throws ValueError, when written, for whole numbers that float32 does not hold */
export function feedData(array: NDArray, feed: TensorRef): FeedData {
  const target = deviceDType(feed.node.outputs[feed.index]!.dtype);
  const bytes = bytesOf(array);
  // Single numbers, as labels are, gain nothing as bytes.
  if (bytes && rowSizeOf(feed) > 1) return byteData(array, bytes, target);
  return {
    form: 'floats',
    words: array.size,
    write: (to) =>
      writeFloats(array, target, new Float32Array(to.buffer, to.byteOffset, to.length)),
  };
}

function bytesOf({ storage }: NDArray): Uint8Array | undefined {
  if ('bytes' in storage) return storage.bytes;
  return storage instanceof Uint8Array ? storage : undefined;
}

function byteData(array: NDArray, bytes: Uint8Array, target: DeviceDType): FeedData {
  return {
    form: 'bytes',
    words: TABLE + Math.ceil(bytes.length / 4),
    write: (to) => {
      new Float32Array(to.buffer, to.byteOffset, TABLE).set(tableOf(array, target));
      new Uint8Array(to.buffer, to.byteOffset + 4 * TABLE, bytes.length).set(bytes);
    },
  };
}

function tableOf(array: NDArray, target: DeviceDType): Float32Array {
  const table = array.byteTable;
  const read = table
    ? readerOf({ shape: [TABLE], dtype: array.dtype, storage: table.values })
    : (byte: number) => byte;
  const isTruth = target === 'bool' || array.dtype === 'bool';
  return Float32Array.from({ length: TABLE }, (_, byte) =>
    isTruth ? Number(read(byte) !== 0) : read(byte),
  );
}

function writeFloats(array: NDArray, target: DeviceDType, to: Float32Array): void {
  const { storage } = array;
  if (storage instanceof Float32Array && target === 'float32') {
    to.set(storage);
    return;
  }
  const read = readerOf(array);
  for (let i = 0; i < to.length; i++) {
    const value = read(i);
    if (target === 'int32' && Math.abs(value) > LARGEST) throw tooLarge(array, value);
    to[i] = target === 'bool' ? Number(value !== 0) : value;
  }
}

function tooLarge({ dtype }: NDArray, value: number): ValueError {
  return new ValueError(
    `The ${dtype} value ${value} is beyond the ${LARGEST} up to which WebGPU computes whole numbers exactly.`,
    { hint: 'Open the page with ?backend=tfjs-wasm to compute with 32 bits.' },
  );
}
