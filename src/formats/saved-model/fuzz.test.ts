/** Damaged SavedModels: an error of ours that names the file, or a result; never a crash, a hang or a flood of memory. */
import { create, fromBinary } from '@bufbuild/protobuf';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ByteReader, crc32c, maskCrc32c } from '#bytes';
import { encodeMessage } from '#containers/protobuf';
import { readTable, writeTable } from '#containers/sstable';
import { PythonError } from '#errors';
import { seeded, type Random } from '../../../tests/seeded';
import { openTensorBundle } from './bundle';
import { readSavedModel } from './reader';
import { BundleEntryProtoSchema, DataType, SavedModelSchema } from './schema';

const CASES = 2000;
const MAX_GROWTH = 200 * 2 ** 20;
const FIXTURES = 'tests/fixtures/saved-model-bundle';
const DATA = 'variables.data-00000-of-00001';
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

type Mutation = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

const MUTATIONS: Mutation[] = [
  function flipBits(bytes, random) {
    for (let i = random(4); i >= 0; i--) bytes[random(bytes.length)]! ^= 1 << random(8);
    return bytes;
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random(bytes.length));
  },
  function cutOut(bytes, random) {
    const at = random(bytes.length);
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + random(40))]);
  },
  function copyOver(bytes, random) {
    const length = 1 + random(Math.min(100, bytes.length));
    const from = random(bytes.length - length + 1);
    return bytes.copyWithin(random(bytes.length - length + 1), from, from + length);
  },
  function insertCopies(bytes, random) {
    const at = random(bytes.length);
    const piece = bytes.slice(at, at + 1 + random(20));
    const copies = Array.from({ length: 1 + random(50) }, () => [...piece]).flat();
    return Uint8Array.from([...bytes.subarray(0, at), ...copies, ...bytes.subarray(at)]);
  },
  function hostileByte(bytes, random) {
    bytes[random(bytes.length)] = EDGES[random(EDGES.length)]!;
    return bytes;
  },
  function hugeVarint(bytes, random) {
    const at = random(bytes.length);
    for (let i = random(10); i >= 0 && at + i < bytes.length; i--) bytes[at + i] = 0xff;
    return bytes;
  },
];

function mutated(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  return copy.length === 0 ? copy : MUTATIONS[random(MUTATIONS.length)]!(copy, random);
}

/** Runs the cases and sees to it that each is refused in our words, or read. */
async function fuzz(seed: number, file: RegExp, run: (random: Random) => Promise<unknown>) {
  const random = seeded(seed);
  const before = process.memoryUsage.rss();
  let peak = before;
  const outcomes = { read: 0, refused: 0 };
  for (let i = 0; i < CASES; i++) {
    try {
      await run(random);
      outcomes.read++;
    } catch (error) {
      if (!(error instanceof PythonError)) throw new Error(`case ${i}`, { cause: error });
      expect(error.message, `case ${i}`).toMatch(file);
      outcomes.refused++;
    }
    if (i % 50 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  expect(peak - before).toBeLessThan(MAX_GROWTH);
  expect(outcomes.read).toBeGreaterThan(CASES / 100);
  expect(outcomes.refused).toBeGreaterThan(CASES / 4);
}

/** Reads all that is in a bundle. */
async function readBundle(index: Uint8Array, data: Uint8Array): Promise<void> {
  const read = async (file: string) => (file.endsWith('.index') ? index : data);
  const bundle = await openTensorBundle({ path: 'DIR', read }, 'variables');
  for (const [key, { dtype }] of bundle.entries) {
    await (dtype === DataType.DT_STRING ? bundle.readStrings(key) : bundle.read(key));
  }
}

/** The table with one value changed and all checksums right. */
function changeEntry(index: Uint8Array, random: Random): Uint8Array {
  const entries = readTable(index, 'x').map(
    ({ key, value }) => [key, value] as [Uint8Array, Uint8Array],
  );
  const entry = entries[random(entries.length)]!;
  entry[1] = mutated(entry[1], random);
  return writeTable(entries);
}

/** Offset and size of each block of a table with one data block. */
function blocksOf(index: Uint8Array): [number, number][] {
  const reader = new ByteReader(index.subarray(index.length - 48), 'footer');
  const handle = (): [number, number] => [reader.varint64(), reader.varint64()];
  const [metaindex, last] = [handle(), handle()];
  return [[0, metaindex[0] - 5], metaindex, last];
}

/** The table with the checksum of each block made right again, as far as blocks are where they were. */
function repairChecksums(index: Uint8Array<ArrayBuffer>, blocks: readonly [number, number][]) {
  const view = new DataView(index.buffer);
  for (const [offset, size] of blocks) {
    const end = offset + size + 1;
    if (end + 4 <= index.length)
      view.setUint32(end, maskCrc32c(crc32c(index.subarray(offset, end))), true);
  }
  return index;
}

/** The index with the checksums of all tensors that are numbers as they are in this data file. */
function acceptData(index: Uint8Array, data: Uint8Array): Uint8Array {
  return writeTable(
    readTable(index, 'x').map(({ key, value }) => {
      if (key.length === 0) return [key, value];
      const entry = fromBinary(BundleEntryProtoSchema, value);
      const offset = Number(entry.offset);
      const bytes = data.subarray(offset, offset + Number(entry.size));
      const changed = create(BundleEntryProtoSchema, {
        ...entry,
        crc32c: maskCrc32c(crc32c(bytes)),
      });
      return [
        key,
        entry.dtype === DataType.DT_STRING ? value : encodeMessage(BundleEntryProtoSchema, changed),
      ];
    }),
  );
}

it(`takes ${CASES} damaged indexes`, { timeout: 60_000 }, async () => {
  const index = Uint8Array.from(await readFile(`${FIXTURES}/dtypes/variables.index`));
  const data = await readFile(`${FIXTURES}/dtypes/${DATA}`);
  const blocks = blocksOf(index);
  await fuzz(20260201, /DIR\/variables\.(index|data)/, (random) => {
    const way = random(3);
    if (way === 0) return readBundle(mutated(index, random), data);
    if (way === 1) return readBundle(changeEntry(index, random), data);
    return readBundle(repairChecksums(mutated(index, random), blocks), data);
  });
});

it(`takes ${CASES} damaged data files`, { timeout: 60_000 }, async () => {
  const index = await readFile(`${FIXTURES}/dtypes/variables.index`);
  const data = await readFile(`${FIXTURES}/dtypes/${DATA}`);
  await fuzz(20260202, /DIR\/variables\.(index|data)/, (random) => {
    const changed = mutated(data, random);
    return readBundle(random(2) ? index : acceptData(index, changed), changed);
  });
});

it(`takes ${CASES} damaged saved_model.pb`, { timeout: 60_000 }, async () => {
  const bytes = await readFile(`${FIXTURES}/module/saved_model.pb`);
  await fuzz(20260203, /DIR\/saved_model\.pb/, async (random) => {
    const changed = mutated(bytes, random);
    const artifact = await readSavedModel({
      path: 'DIR',
      read: async (file) => (file === 'saved_model.pb' ? changed : undefined),
    });
    encodeMessage(SavedModelSchema, artifact.proto);
  });
});
