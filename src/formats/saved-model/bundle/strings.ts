/**
 * DT_STRING tensors in a TensorBundle: the elements' lengths as varints, a checksum of the lengths, the elements' bytes.
 * Checksums take each length as four little-endian bytes, or as eight from 2^32 on.
 */
import { ByteReader, ByteWriter, crc32c, maskCrc32c, unmaskCrc32c } from '#bytes';
import { PyRuntimeError } from '#errors';

/** An element is an object, however short it is; TensorFlow's own models have a handful. */
const MAX_ELEMENTS = 500_000;

/** @returns the bytes, and the checksum of the tensor (not masked), which is not that of these bytes */
export function encodeStrings(strings: readonly Uint8Array[]): { bytes: Uint8Array; crc: number } {
  const writer = new ByteWriter(strings.reduce((sum, { length }) => sum + length + 5, 4));
  for (const { length } of strings) writer.varint(length);
  const lengthsCrc = crcOfLengths(strings.map(({ length }) => length));
  const checksum = new ByteWriter(4).uint32LE(maskCrc32c(lengthsCrc)).finish();
  writer.bytes(checksum);
  let crc = crc32c(checksum, lengthsCrc);
  for (const string of strings) {
    writer.bytes(string);
    crc = crc32c(string, crc);
  }
  return { bytes: writer.finish(), crc };
}

/**
 * @param bytes the tensor's bytes in the data file
 * @param count of its elements
 * @param name file and key, for messages
 * @returns views of the bytes, and the checksum of the tensor (not masked)
 * @throws ValueError, PyRuntimeError naming the tensor when the bytes do not hold it
 */
export function decodeStrings(
  bytes: Uint8Array,
  count: number,
  name: string,
): { strings: Uint8Array[]; crc: number } {
  if (count > bytes.length) {
    throw damaged(name, `${bytes.length} bytes are too few for ${count} strings`);
  }
  if (count > MAX_ELEMENTS) {
    throw damaged(name, `${count} strings are more than the ${MAX_ELEMENTS} that are read here`);
  }
  const reader = new ByteReader(bytes, name);
  const lengths = Array.from({ length: count }, () => reader.varint64());
  const lengthsCrc = crcOfLengths(lengths);
  const checksum = reader.take(4);
  const expected = unmaskCrc32c(new ByteReader(checksum, name).uint32LE());
  if (expected !== lengthsCrc) {
    throw damaged(
      name,
      `The length checksum does not match: expected ${expected} but actual is ${lengthsCrc}`,
    );
  }
  const strings = lengths.map((length) => reader.take(length));
  const crc = strings.reduce((sum, string) => crc32c(string, sum), crc32c(checksum, lengthsCrc));
  return { strings, crc };
}

function crcOfLengths(lengths: readonly number[]): number {
  const writer = new ByteWriter(lengths.length * 4);
  for (const length of lengths) {
    if (length < 2 ** 32) writer.uint32LE(length);
    else writer.uint64LE(length);
  }
  return crc32c(writer.finish());
}

function damaged(name: string, problem: string): PyRuntimeError {
  return new PyRuntimeError(`${name}: ${problem}.`, {
    place: name,
    hint: 'Make the SavedModel again, or take a fresh copy of its variables/.',
  });
}
