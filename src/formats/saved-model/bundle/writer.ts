/** Writes a TensorBundle, the two files of `variables/`, with the bytes that TensorFlow writes for the same tensors. */
import { create } from '@bufbuild/protobuf';
import { compareUtf8, crc32c, maskCrc32c } from '#bytes';
import { encodeMessage } from '#containers/protobuf';
import { writeTable } from '#containers/sstable';
import { DTYPES, type NDArray } from '#tensor';
import {
  BundleEntryProtoSchema,
  BundleHeaderProtoSchema,
  DataType,
  dataTypeNamed,
} from '../schema';
import { encodeStrings } from './strings';

/** A tensor of the checkpoint: an array, or a DT_STRING tensor's elements in row-major order. */
export type BundleValue =
  NDArray | { readonly shape: readonly number[]; readonly strings: readonly Uint8Array[] };

export interface BundleFiles {
  /** `variables.index` */
  readonly index: Uint8Array<ArrayBuffer>;
  /** `variables.data-00000-of-00001` */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The version of TensorBundle that this is. */
const PRODUCER = 1;

/** One tensor's bytes and what the index says of them, its place apart. */
interface Piece {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  /** Not masked. */
  readonly crc: number;
}

/**
 * @param entries tensors by checkpoint key. The data file has them in this order, as TensorFlow has them in the order in
 * which its saver meets them; the index lists them by the bytes of their keys.
 */
export function writeTensorBundle(entries: ReadonlyMap<string, BundleValue>): BundleFiles {
  const pieces = [...entries].map(([key, value]) => [key, encodeValue(value)] as const);
  const data = new Uint8Array(pieces.reduce((sum, [, { bytes }]) => sum + bytes.length, 0));
  const rows: [string, Uint8Array][] = [];
  let offset = 0;
  for (const [key, piece] of pieces) {
    data.set(piece.bytes, offset);
    rows.push([key, encodeEntry(piece, offset)]);
    offset += piece.bytes.length;
  }
  return { index: encodeIndex(rows), data };
}

function encodeIndex(rows: readonly [string, Uint8Array][]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const sorted = [['', encodeHeader()] as const, ...rows].sort(([a], [b]) => compareUtf8(a, b));
  return writeTable(sorted.map(([key, value]) => [encoder.encode(key), value]));
}

function encodeValue(value: BundleValue): Piece {
  if ('strings' in value) {
    return { dtype: DataType.DT_STRING, shape: value.shape, ...encodeStrings(value.strings) };
  }
  const { buffer, byteOffset } = value.data;
  const bytes = new Uint8Array(buffer, byteOffset, value.size * DTYPES[value.dtype].bytes);
  return { dtype: dataTypeNamed(value.dtype)!, shape: value.shape, bytes, crc: crc32c(bytes) };
}

function encodeHeader(): Uint8Array {
  const header = create(BundleHeaderProtoSchema, { numShards: 1, version: { producer: PRODUCER } });
  return encodeMessage(BundleHeaderProtoSchema, header);
}

function encodeEntry({ dtype, shape, bytes, crc }: Piece, offset: number): Uint8Array {
  const entry = create(BundleEntryProtoSchema, {
    dtype,
    shape: { dim: shape.map((size) => ({ size: BigInt(size) })) },
    offset: BigInt(offset),
    size: BigInt(bytes.length),
    crc32c: maskCrc32c(crc),
  });
  return encodeMessage(BundleEntryProtoSchema, entry);
}
