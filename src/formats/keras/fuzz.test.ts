/** Damaged archives: a Python error or a result, never another crash, a hang or a flood of memory. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readZip, writeZip } from '#containers/zip';
import { PythonError } from '#errors';
import { seeded, type Random } from '../../../tests/seeded';
import { readKerasArchive } from './index';

const CASES = 2000;
const MAX_GROWTH = 200 * 2 ** 20;
/** The first is ten times larger than the others and comes less often. */
const SEEDS = ['deep_adam', 'uncompiled', 'shared_two_outputs', 'mlp_libver_latest'];
const EDGES = [0, 1, 0x7f, 0xff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

const MUTATIONS: ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  function flipBits(bytes, random) {
    for (let i = random(8); i >= 0; i--) bytes[random(bytes.length)]! ^= 1 << random(8);
    return bytes;
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random(bytes.length));
  },
  function cutOut(bytes, random) {
    const at = random(bytes.length);
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + random(200))]);
  },
  function copyOver(bytes, random) {
    const length = 1 + random(Math.min(400, bytes.length));
    const from = random(bytes.length - length);
    bytes.copyWithin(random(bytes.length - length), from, from + length);
    return bytes;
  },
  function hostileNumber(bytes, random) {
    const at = random(Math.max(1, bytes.length - 8)) & ~3;
    const value = EDGES[random(EDGES.length)]!;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (bytes.length >= at + 4) view.setUint32(at, value, true);
    if (random(2) && bytes.length >= at + 8) view.setUint32(at + 4, value, true);
    return bytes;
  },
  /** Where structures are: most bytes of a file are weights, in which a flip is no damage. */
  function hitStructure(bytes, random) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const mark = ['TREE', 'SNOD', 'HEAP', 'OHDR', 'PK', '\x11 \x1f'][random(6)]!;
    let at = buffer.indexOf(mark, random(bytes.length), 'latin1');
    if (at < 0) at = Math.max(0, buffer.indexOf(mark, 0, 'latin1'));
    const place = Math.min(bytes.length - 1, at + random(64));
    bytes[place] = random(256);
    return bytes;
  },
];

it(`takes ${CASES} damaged archives`, { timeout: 120_000 }, async () => {
  const random = seeded(20260101);
  const archives = await Promise.all(
    SEEDS.map(async (name) => readFile(`tests/fixtures/keras/${name}.keras`)),
  );
  const members = await Promise.all(archives.map((bytes) => readZip(bytes, { name: 'x' })));
  for (const bytes of archives) await readKerasArchive(bytes, 'x.keras');
  const before = process.memoryUsage.rss();
  let peak = before;
  const outcomes = { read: 0, refused: 0 };
  for (let i = 0; i < CASES; i++) {
    const which = random(20) === 0 ? 0 : 1 + random(SEEDS.length - 1);
    const mutate = MUTATIONS[random(MUTATIONS.length)]!;
    const inside = i % 2 === 1;
    const original = inside ? members[which]!.get('model.weights.h5')! : archives[which]!;
    const mutated = mutate(Uint8Array.from(original), random);
    const bytes = inside
      ? await writeZip(
          [...members[which]!].map(([name, data]) => [name, name.endsWith('.h5') ? mutated : data]),
        )
      : mutated;
    try {
      await readKerasArchive(bytes, 'x.keras');
      outcomes.read++;
    } catch (error) {
      if (!(error instanceof PythonError)) {
        throw new Error(`case ${i}: ${mutate.name} of ${SEEDS[which]}`, { cause: error });
      }
      outcomes.refused++;
    }
    if (i % 50 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  expect(outcomes.read).toBeGreaterThan(CASES / 20);
  expect(outcomes.refused).toBeGreaterThan(CASES / 4);
  expect(peak - before).toBeLessThan(MAX_GROWTH);
});
