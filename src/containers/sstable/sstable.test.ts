import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ByteWriter, crc32c, maskCrc32c } from '#bytes';
import { ValueError } from '#errors';
import { readTable, writeTable } from './index';
import { separator, successor } from './short-keys';

const FIXTURES = 'tests/fixtures/saved-model-bundle';
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function table(entries: Record<string, string>): Uint8Array<ArrayBuffer> {
  return writeTable(Object.entries(entries).map(([key, value]) => [encode(key), encode(value)]));
}

function textEntries(bytes: Uint8Array): [string, string][] {
  return readTable(bytes, 'x.index').map(({ key, value }) => [decode(key), decode(value)]);
}

/** A table of the given blocks (their compression beside them) with right checksums. */
function assemble(blocks: readonly (readonly [block: Uint8Array, compression: number])[]) {
  const writer = new ByteWriter();
  const handles: Uint8Array[] = [];
  for (const [block, compression] of blocks) {
    handles.push(new ByteWriter().varint(writer.length).varint(block.length).finish());
    const crc = crc32c(Uint8Array.of(compression), crc32c(block));
    writer.bytes(block).uint8(compression).uint32LE(maskCrc32c(crc));
  }
  const footer = new ByteWriter().bytes(handles.at(-2)!).bytes(handles.at(-1)!).finish();
  writer.bytes(footer).zeros(40 - footer.length);
  return writer.uint8(0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb).finish();
}

const EMPTY_BLOCK = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0);

/** A block whose entries are these bytes. */
function block(...entries: number[]): Uint8Array {
  return Uint8Array.from([...entries, ...EMPTY_BLOCK]);
}

/** A table with one data block, found under the key `z`. */
function oneBlock(data: Uint8Array, compression = 0): Uint8Array {
  const handle = new ByteWriter().varint(0).varint(data.length).finish();
  const index = block(0, 1, handle.length, 0x7a, ...handle);
  return assemble([
    [data, compression],
    [EMPTY_BLOCK, 0],
    [index, 0],
  ]);
}

describe('a table', () => {
  it('is written byte by byte as LevelDB does', () => {
    const bytes = table({ '': 'H', apple: '1', apply: '2' });
    expect([...bytes.subarray(0, 24)]).toEqual([
      ...[0, 0, 1, 72],
      ...[0, 5, 1, 97, 112, 112, 108, 101, 49],
      ...[4, 1, 1, 121, 50],
      ...[0, 0, 0, 0, 1, 0],
    ]);
    expect(bytes.length).toBe(26 + 5 + 8 + 5 + (6 + 8) + 5 + 48);
    expect(textEntries(bytes)).toEqual([
      ['', 'H'],
      ['apple', '1'],
      ['apply', '2'],
    ]);
  });

  it('stores each sixteenth key whole', () => {
    const keys = Array.from({ length: 40 }, (_, i) => `key${String(i).padStart(2, '0')}`);
    const bytes = table(Object.fromEntries(keys.map((key) => [key, ''])));
    const text = Buffer.from(bytes).toString('latin1');
    expect(keys.filter((key) => text.includes(key))).toEqual(['key00', 'key16', 'key32']);
    expect(textEntries(bytes).map(([key]) => key)).toEqual(keys);
  });

  it('may be empty', () => {
    expect(readTable(writeTable([]), 'x')).toEqual([]);
  });

  it('is read from a view, which stays as it is', () => {
    const bytes = table({ a: '1', b: '2' });
    const whole = new Uint8Array(bytes.length + 3);
    whole.set(bytes, 3);
    const before = Uint8Array.from(whole);
    expect(textEntries(whole.subarray(3))).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(whole).toEqual(before);
  });

  it.each(['dtypes', 'unsupported', 'shards', 'slices', 'module/variables'])(
    "gives TensorFlow's bytes when written again (%s)",
    async (name) => {
      const bytes = await readFile(`${FIXTURES}/${name}/variables.index`);
      const again = writeTable(readTable(bytes, name).map(({ key, value }) => [key, value]));
      expect(again).toEqual(Uint8Array.from(bytes));
    },
  );

  it('is read when it has several blocks', () => {
    const value = new Uint8Array(1000).fill(7);
    const keys = Array.from({ length: 600 }, (_, i) => `layer/${String(i).padStart(4, '0')}`);
    const bytes = writeTable(keys.map((key) => [encode(key), value]));
    expect(readTable(bytes, 'x').map(({ key }) => decode(key))).toEqual(keys);
  });
});

describe('short keys', () => {
  it.each([
    ['abc', 'abq', 'abd'],
    ['abc', 'abd', 'abc'],
    ['abc', 'abcd', 'abc'],
    ['a\xffc', 'a\xffz', 'a\xffd'],
    ['layer_00', 'weights', 'm'],
  ])('part %s from %s by %s', (key, next, wanted) => {
    const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
    expect(separator(latin(key), latin(next))).toEqual(latin(wanted));
  });

  it('end the table', () => {
    expect(decode(successor(encode('variables/3')))).toBe('w');
    expect([...successor(Uint8Array.of(255, 4, 5))]).toEqual([255, 5]);
    expect([...successor(Uint8Array.of(255, 255))]).toEqual([255, 255]);
    expect([...successor(new Uint8Array(0))]).toEqual([]);
  });
});

describe('a damaged table', () => {
  it('is refused at any length at which it was cut', () => {
    const bytes = table({ a: '1', b: '2' });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readTable(bytes.subarray(0, length), 'x.index')).toThrow(ValueError);
    }
    expect(() => readTable(bytes.subarray(0, 47), 'x.index')).toThrow(
      'file is too short to be an sstable (x.index, 47 bytes)',
    );
  });

  it('is refused when any bit of a block or of the magic number has changed', () => {
    const bytes = table({ a: '1', b: '2' });
    const padding = bytes.length - 48 + 4;
    for (let at = 0; at < bytes.length; at++) {
      if (at >= padding && at < bytes.length - 8) continue;
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 1;
      expect(() => readTable(changed, 'x.index'), `byte ${at}`).toThrow(ValueError);
    }
  });

  it.each([
    ['too many restarts', Uint8Array.of(0, 0, 0, 0, 9, 0, 0, 0), 'bad block contents'],
    ['no room for restarts', Uint8Array.of(1, 2), 'bad block contents'],
    ['a prefix that is not there', block(3, 1, 0, 97), 'shares 3 bytes of a key of 0'],
    ['a value past its end', block(0, 1, 9, 97), 'ends too early'],
    ['a key out of order', block(0, 1, 0, 98, 0, 1, 0, 97), 'has a key out of order'],
    ['a key twice', block(0, 1, 0, 97, 0, 1, 0, 97), 'has a key out of order'],
    [
      'an endless key',
      block(0, 0x91, 0x4e, 0, ...new Uint8Array(10_001)),
      'has a key of 10001 bytes',
    ],
    ['a length of 40 bits', block(0, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 0), 'after 5 bytes'],
  ])('with %s is refused by block and reason', (_, data, message) => {
    const read = () => readTable(oneBlock(data), 'x.index');
    expect(read).toThrow(message);
    expect(read).toThrow('x.index, block at byte 0');
  });

  it('that is compressed says so', () => {
    const read = () => readTable(oneBlock(block(0, 1, 0, 97), 1), 'x.index');
    expect(read).toThrow('x.index: the block at byte 0 is compressed with Snappy.');
    expect(() => readTable(oneBlock(block(0, 1, 0, 97), 2), 'x')).toThrow('in way 2');
  });

  it('with a block outside the file or a block twice is refused', () => {
    const data = block(0, 1, 0, 97);
    const outside = block(0, 1, 3, 0x7a, 0, 0xff, 0x7f);
    const twice = block(0, 1, 2, 0x79, 0, data.length, 0, 1, 2, 0x7a, 0, data.length);
    const read = (index: Uint8Array) => () =>
      readTable(
        assemble([
          [data, 0],
          [EMPTY_BLOCK, 0],
          [index, 0],
        ]),
        'x.index',
      );
    expect(read(outside)).toThrow('truncated block read (x.index, 16383 bytes at byte 0)');
    expect(read(twice)).toThrow('blocks overlap (x.index, data block at byte 0)');
  });

  it('cannot make memory out of keys that share what is before them', () => {
    const writer = new ByteWriter().varint(0).varint(9_000).varint(0).bytes(new Uint8Array(9_000));
    for (let i = 0; i < 20_000; i++) {
      writer
        .varint(9_000)
        .varint(2)
        .varint(0)
        .uint8(i >> 8, i & 255);
    }
    const data = writer.bytes(EMPTY_BLOCK).finish();
    const index = block(0, 1, 4, 0x7a, ...new ByteWriter().varint(0).varint(data.length).finish());
    const bytes = assemble([
      [data, 0],
      [EMPTY_BLOCK, 0],
      [index, 0],
    ]);
    expect(bytes.length).toBeLessThan(200_000);
    expect(() => readTable(bytes, 'x.index')).toThrow('their keys would take over 48 MB of memory');
  });
});
