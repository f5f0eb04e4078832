/** Indexes that TensorFlow would not write: checksums are right, what they say is not. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { maskCrc32c } from '#bytes';
import { encodeMessage } from '#containers/protobuf';
import { writeTable } from '#containers/sstable';
import { PyRuntimeError } from '#errors';
import {
  BundleEntryProtoSchema,
  BundleHeaderProto_Endianness,
  BundleHeaderProtoSchema,
  DataType,
} from '../schema';
import { openTensorBundle } from './index';

type Header = MessageInitShape<typeof BundleHeaderProtoSchema>;

/** What the entry of a tensor says. */
interface Entry {
  readonly dtype?: DataType;
  readonly shape?: { readonly dim?: { size: bigint }[]; readonly unknownRank?: boolean };
  readonly shardId?: number;
  readonly offset?: bigint;
  readonly size?: bigint;
  readonly crc32c?: number;
}

const encoder = new TextEncoder();
const FLOATS: Entry = { dtype: DataType.DT_FLOAT, shape: { dim: [{ size: 2n }] }, size: 8n };

/** A bundle of these entries over a data file of 64 zeros. */
function open(entries: Record<string, Entry>, header: Header = { numShards: 1 }) {
  const rows: [Uint8Array, Uint8Array][] = [
    [
      new Uint8Array(0),
      encodeMessage(BundleHeaderProtoSchema, create(BundleHeaderProtoSchema, header)),
    ],
  ];
  for (const [key, entry] of Object.entries(entries)) {
    rows.push([
      encoder.encode(key),
      encodeMessage(BundleEntryProtoSchema, create(BundleEntryProtoSchema, entry)),
    ]);
  }
  const index = writeTable(rows);
  const read = async (file: string) => (file.endsWith('.index') ? index : new Uint8Array(64));
  return openTensorBundle({ path: 'DIR', read }, 'variables');
}

async function readOne(entry: Entry) {
  return (await open({ w: { ...FLOATS, ...entry } })).read('w');
}

function shape(...sizes: bigint[]): Entry {
  return { shape: { dim: sizes.map((size) => ({ size })) } };
}

describe('an index', () => {
  it.each<[string, Record<string, Entry>, string]>([
    [
      'a tensor in a file that is not there',
      { w: { ...FLOATS, shardId: 1 } },
      "'w' is in data file 1 of 1",
    ],
    ['a negative data file', { w: { ...FLOATS, shardId: -1 } }, "'w' is in data file -1 of 1"],
    ['a negative offset', { w: { ...FLOATS, offset: -8n } }, "'w' has 8 bytes from byte -8"],
    ['a negative size', { w: { ...FLOATS, size: -1n } }, "'w' has -1 bytes from byte 0"],
    [
      'an end past all numbers',
      { w: { ...FLOATS, offset: 2n ** 62n } },
      "'w' has 8 bytes from byte",
    ],
    [
      'two tensors in one place',
      { v: FLOATS, w: { ...FLOATS, offset: 4n } },
      "'v' and 'w' share bytes",
    ],
  ])('with %s is refused by file and key', async (_, entries, message) => {
    const error = (await open(entries).catch((thrown: unknown) => thrown)) as PyRuntimeError;
    expect(error).toBeInstanceOf(PyRuntimeError);
    expect(error.message).toContain(message);
    expect(error.message).toContain('Unable to read file (DIR/variables.index)');
  });

  it.each<[string, Header, string]>([
    ['no data files', {}, 'it claims 0 data files'],
    [
      'big-endian tensors',
      { numShards: 1, endianness: BundleHeaderProto_Endianness.BIG },
      'big-endian',
    ],
    [
      'a newer version',
      { numShards: 1, version: { minConsumer: 2 } },
      'Checkpoint min consumer version 2 above current version 1 for TensorFlow',
    ],
  ])('with a header of %s is refused', async (_, header, message) => {
    await expect(open({}, header)).rejects.toThrow(message);
  });

  it('without a header is refused', async () => {
    for (const rows of [[], [[encoder.encode('w'), new Uint8Array(0)]]] as const) {
      const index = writeTable(rows as unknown as [Uint8Array, Uint8Array][]);
      const files = { path: 'DIR', read: async () => index };
      await expect(openTensorBundle(files, 'variables')).rejects.toThrow(
        'there is no header entry',
      );
    }
  });

  it('names the key whose entry is no message', async () => {
    const header = encodeMessage(
      BundleHeaderProtoSchema,
      create(BundleHeaderProtoSchema, { numShards: 1 }),
    );
    const index = writeTable([
      [new Uint8Array(0), header],
      [encoder.encode('w'), Uint8Array.of(0x12, 9)],
    ]);
    const files = { path: 'DIR', read: async () => index };
    await expect(openTensorBundle(files, 'variables')).rejects.toThrow(
      "DIR/variables.index (entry of 'w') is no valid BundleEntryProto message. At byte 1, in shape: 9 bytes",
    );
  });

  it('may have empty tensors anywhere', async () => {
    const empty = { ...FLOATS, ...shape(0n, 5n), size: 0n, crc32c: maskCrc32c(0) };
    const bundle = await open({
      a: { ...empty, offset: 4n },
      b: FLOATS,
      c: empty,
      d: { ...empty, offset: 8n },
    });
    expect((await bundle.read('c')).shape).toEqual([0, 5]);
  });
});

describe('an entry', () => {
  it.each<[string, Entry, string]>([
    [
      'that claims 2^40 elements',
      shape(2n ** 40n),
      'Invalid size in bundle entry: key w; stored size 8; expected size 4398046511104 (DIR/variables.index)',
    ],
    [
      'whose dimensions multiply to more than any number',
      shape(...new Array<bigint>(60).fill(2n ** 62n)),
      'Invalid size',
    ],
    [
      'that takes more than the data file has',
      { ...shape(2n ** 40n), size: 2n ** 42n },
      'Read less bytes than requested: DIR/variables.data-00000-of-00001 has 64 bytes, but key w takes bytes 0 to 4398046511104',
    ],
    ['of a negative dimension', shape(-1n), "'w' has no shape that an array can have"],
    ['of an unknown rank', { shape: { unknownRank: true } }, "'w' has no shape"],
    [
      'of 255 dimensions',
      { ...shape(...new Array<bigint>(255).fill(1n)), size: 4n },
      "'w' has no shape",
    ],
    [
      'of a dtype that does not exist',
      { dtype: 99 as DataType },
      'has dtype 99, which cannot be read here.',
    ],
    ['with a wrong checksum', { crc32c: 5 }, 'Checksum does not match'],
  ])('%s is refused by key and file', async (_, entry, message) => {
    const error = (await readOne(entry).catch((thrown: unknown) => thrown)) as PyRuntimeError;
    expect(error).toBeInstanceOf(PyRuntimeError);
    expect(error.message).toContain(message);
    expect(error.message).toContain('DIR/variables');
  });

  it('with a right one is read', async () => {
    expect([...(await readOne({ crc32c: maskCrc32c(0x8c28b28a) })).data]).toEqual([0, 0]);
  });
});
