import { describe, expect, it } from 'vitest';
import { ByteWriter, crc32c, maskCrc32c } from '#bytes';
import { PythonError } from '#errors';
import { decodeStrings, encodeStrings } from './strings';

const name = 'variables.data: key';
const strings = ['', 'a', 'b'.repeat(200)].map((text) => new TextEncoder().encode(text));

describe('a string tensor', () => {
  it('is lengths, their checksum and the bytes', () => {
    const { bytes, crc } = encodeStrings(strings);
    const lengths = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 200, 0, 0, 0);
    const checksum = new ByteWriter().uint32LE(maskCrc32c(crc32c(lengths))).finish();
    const text = new TextEncoder().encode('a' + 'b'.repeat(200));
    expect([...bytes]).toEqual([0, 1, 200, 1, ...checksum, ...text]);
    expect(crc).toBe(crc32c(Uint8Array.of(...lengths, ...checksum, ...text)));
  });

  it('is read again as views', () => {
    const { bytes, crc } = encodeStrings(strings);
    const decoded = decodeStrings(bytes, 3, name);
    expect(decoded).toEqual({ strings, crc });
    expect(decoded.strings[2]!.buffer).toBe(bytes.buffer);
  });

  it('is refused at any length at which it was cut', () => {
    const { bytes } = encodeStrings(strings);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeStrings(bytes.subarray(0, length), 3, name)).toThrow(PythonError);
    }
  });

  it('is refused when its lengths are not those of the checksum', () => {
    const { bytes } = encodeStrings(strings);
    bytes[1] = 0;
    expect(() => decodeStrings(bytes, 3, name)).toThrow(
      /^variables.data: key: The length checksum does not match/,
    );
  });

  it('cannot claim more elements than it has bytes, or than fit the memory', () => {
    const read = (count: number, bytes: Uint8Array) => () => decodeStrings(bytes, count, name);
    expect(read(2 ** 40, new Uint8Array(9))).toThrow(
      'variables.data: key: 9 bytes are too few for 1099511627776 strings.',
    );
    expect(read(1_000_000, new Uint8Array(2_000_000))).toThrow(
      'more than the 500000 that are read here',
    );
  });
});
