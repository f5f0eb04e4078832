import { writeZip } from '#containers/zip';
import { writeNpy, writeNpz } from '#formats/npy';
import type { ArtifactOverview } from '#protocol';
import { NDArray } from '#tensor';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { blocks, inspect } from './testing';

const KERAS = 'tests/fixtures/keras';
const text = (value: string) => new TextEncoder().encode(value);

async function open(path: string, bytes: Uint8Array): Promise<ArtifactOverview> {
  return (await inspect({ [path]: bytes })).open(path);
}

function problems({ parts }: ArtifactOverview): string[] {
  return parts.flatMap((part) =>
    part.blocks.flatMap((block) =>
      block.kind === 'note' && block.tone === 'bad' ? [block.text] : [],
    ),
  );
}

describe('a .keras file', () => {
  test('says who wrote it, what it holds and where its bytes are', async () => {
    const overview = await open('m.keras', await readFile(`${KERAS}/functional_residual.keras`));
    expect(overview).toMatchObject({ kind: 'Keras model', path: 'm.keras', size: 42483 });
    const [facts] = blocks(overview, 'Overview', 'facts');
    expect(facts!.facts).toContainEqual({ label: 'Layers', value: 9, as: 'count' });
    expect(facts!.facts).toContainEqual({ label: 'Optimizer', value: 'RMSprop', as: 'text' });
    const [sizes] = blocks(overview, 'Overview', 'table');
    expect(sizes!.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(7677 + 64 + 34412);
    const [members] = blocks(overview, 'Members', 'table');
    expect(members!.rows.map((row) => row.slice(0, 4))).toEqual([
      ['metadata.json', 'stored', 64, 64],
      ['config.json', 'stored', 7677, 7677],
      ['model.weights.h5', 'stored', 34412, 34412],
    ]);
  });

  test('names weights after the learner’s layers, not after their groups in the file', async () => {
    const overview = await open('m.keras', await readFile(`${KERAS}/functional_residual.keras`));
    const [weights] = blocks(overview, 'Weights', 'table');
    expect(weights!.rows.map(([name, place, shape]) => [name, place, shape])).toContainEqual([
      'out/kernel',
      'layers/dense_3/vars/0',
      '(12, 3)',
    ]);
    const [optimizer] = blocks(overview, 'Optimizer', 'table');
    expect(optimizer!.rows.slice(0, 2).map(([name]) => name)).toEqual([
      'iteration',
      'learning_rate',
    ]);
  });

  test('keeps the order of a list of more than ten variables', async () => {
    const overview = await open('m.keras', await readFile(`${KERAS}/deep_adam.keras`));
    const [optimizer] = blocks(overview, 'Optimizer', 'table');
    const indices = optimizer!.rows.map(([, place]) => Number(String(place).split('/').at(-1)));
    expect(indices).toEqual(indices.map((_, index) => index));
    expect(indices.length).toBeGreaterThan(10);
  });

  test('opens whatever real Keras wrote, without a problem', async () => {
    const names = (await readdir(KERAS)).filter((name) => name.endsWith('.keras'));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const overview = await open(name, await readFile(`${KERAS}/${name}`));
      expect(problems(overview), name).toEqual([]);
      expect(blocks(overview, 'Weights', 'table')[0]!.total, name).toBeGreaterThan(0);
    }
  });

  test('gives the statistics of a weight when they are asked for', async () => {
    const inspector = await inspect({
      'm.keras': await readFile(`${KERAS}/functional_residual.keras`),
    });
    const overview = await inspector.open('m.keras');
    const [{ id } = { id: '' }] = blocks(overview, 'Weights', 'table');
    const statistics = await inspector.statistics({ path: 'm.keras', block: id }, 0);
    expect(statistics).toMatchObject({ dtype: 'float32', shape: [12, 8], count: 96, nans: 0 });
    expect(statistics.range!.histogram.reduce((sum, value) => sum + value)).toBe(96);
  });

  test('shows config and members all the same when the weights are damaged', async () => {
    const file = await readFile(`${KERAS}/mlp_adam.keras`);
    const { readZip } = await import('#containers/zip');
    const members = await readZip(file, { name: 'm.keras' });
    members.set('model.weights.h5', members.get('model.weights.h5')!.slice(0, 3000));
    const overview = await open('m.keras', await writeZip([...members]));
    expect(problems(overview)).toHaveLength(1);
    expect(problems(overview)[0]).toContain('m.keras: model.weights.h5');
    expect(blocks(overview, 'Config', 'tree')[0]!.root.total).toBeGreaterThan(3);
  });

  test('is one problem and its bytes when it is cut short', async () => {
    const file = await readFile(`${KERAS}/mlp_adam.keras`);
    const overview = await open('m.keras', file.subarray(0, 5000));
    expect(overview.kind).toBe('Unreadable file');
    expect(problems(overview)).toHaveLength(1);
    expect(problems(overview)[0]).toMatch(/^m\.keras is not a zip archive.* Save it again/);
    expect(blocks(overview, 'Bytes', 'bytes')[0]).toMatchObject({ total: 5000 });
  });
});

describe('other files', () => {
  test('JSON is a tree whose entries are read page by page', async () => {
    const list = Array.from({ length: 250 }, (_, index) => ({ name: `layer ${index}` }));
    const inspector = await inspect({ 'a.json': text(JSON.stringify({ list, rate: 0.5 })) });
    const overview = await inspector.open('a.json');
    const [tree] = blocks(overview, 'Tree', 'tree');
    expect(tree!.root.entries).toEqual([
      { label: 'list', type: 'list', value: '250 entries', count: 250 },
      { label: 'rate', type: 'number', value: '0.5', count: 0 },
    ]);
    const at = { path: 'a.json', block: tree!.id };
    const second = await inspector.children(at, [0], 100);
    expect(second).toMatchObject({ total: 250 });
    expect(second.entries[0]).toMatchObject({ label: '100', value: 'layer 100', count: 1 });
    const inner = await inspector.children(at, [0, 7], 0);
    expect(inner.entries).toMatchObject([{ label: 'name', value: '"layer 7"' }]);
  });

  test('broken JSON is a problem, and its text', async () => {
    const overview = await open('a.json', text('{"a": '));
    expect(problems(overview)[0]).toContain('a.json is not valid JSON');
    expect(blocks(overview, 'Text', 'text')[0]!.start.text).toBe('{"a": ');
  });

  test('JSON that nests a million deep does no harm', async () => {
    const overview = await open('a.json', text('['.repeat(1e6) + ']'.repeat(1e6)));
    expect(overview.kind).toBe('JSON file');
  });

  test('text comes in pages that cut no character', async () => {
    const long = 'größe '.repeat(20_000);
    const inspector = await inspect({ 'a.txt': text(long) });
    const overview = await inspector.open('a.txt');
    const [block] = blocks(overview, 'Text', 'text');
    let shown = block!.start.text;
    let next = block!.start.next;
    while (next !== undefined) {
      const page = await inspector.text({ path: 'a.txt', block: block!.id }, next);
      shown += page.text;
      next = page.next;
    }
    expect(shown).toBe(long);
  });

  test('a .npy file is an array with its statistics', async () => {
    const array = new NDArray(Float32Array.of(1, NaN, 0, 4), [2, 2], 'float32');
    const inspector = await inspect({ 'x.npy': writeNpy(array) });
    const overview = await inspector.open('x.npy');
    expect(overview.kind).toBe('NumPy array');
    const [block] = blocks(overview, 'Array', 'table');
    const found = await inspector.statistics({ path: 'x.npy', block: block!.id }, 0);
    expect(found).toMatchObject({ nans: 1, zeros: 1, range: { min: 0, max: 4 } });
  });

  test('a .npz file is its arrays', async () => {
    const array = new NDArray(Int32Array.of(1, 2), [2], 'int32');
    const overview = await open('x.npz', await writeNpz(new Map([['a', array]])));
    expect(blocks(overview, 'Arrays', 'table')[0]!.rows).toEqual([['a', '(2,)', 'int32', 8, 1]]);
  });

  test('HDF5 is groups and datasets', async () => {
    const { readZip } = await import('#containers/zip');
    const members = await readZip(await readFile(`${KERAS}/mlp_adam.keras`), { name: 'm' });
    const overview = await open('w.h5', members.get('model.weights.h5')!);
    const [tree] = blocks(overview, 'Groups', 'tree');
    expect(tree!.root.entries.map(({ label, type }) => [label, type])).toContainEqual([
      'layers',
      'group',
    ]);
    expect(blocks(overview, 'Datasets', 'table')[0]!.total).toBeGreaterThan(4);
  });

  test('a zip lists its members, and says which of them is damaged', async () => {
    const zip = await writeZip([['a.txt', text('some text')]]);
    expect(problems(await open('a.zip', zip))).toEqual([]);
    zip[36]! ^= 1;
    const overview = await open('a.zip', zip);
    expect(problems(overview)[0]).toContain('a.zip: "a.txt" is damaged');
    expect(blocks(overview, 'Members', 'table')[0]!.rows[0]).toEqual(['a.txt', 'stored', 9, 9, 1]);
  });

  test('what is of no known kind is a hex dump, page by page', async () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, index) => index * 7);
    const inspector = await inspect({ 'a.bin': bytes });
    const overview = await inspector.open('a.bin');
    const [block] = blocks(overview, 'Bytes', 'bytes');
    expect(block).toMatchObject({ total: 3000 });
    expect(block!.start).toEqual(bytes.slice(0, 1024));
    const at = { path: 'a.bin', block: block!.id };
    expect(await inspector.bytes(at, 2048)).toEqual(bytes.slice(2048));
  });

  test('an empty file and a missing one', async () => {
    expect((await open('empty', new Uint8Array())).kind).toBe('Empty file');
    await expect((await inspect({})).open('none')).rejects.toMatchObject({
      name: 'FileNotFoundError',
    });
  });

  test('a wrong name gives one problem, not a crash', async () => {
    for (const name of ['a.h5', 'a.npy', 'a.npz', 'a.zip', 'a.keras', 'a.index', 'a.pb']) {
      const overview = await open(name, text('This is none of these.'));
      expect(problems(overview).length, name).toBe(1);
      expect(problems(overview)[0], name).toContain(name);
    }
  });

  test('a block that is not there is an error that says to open the file again', async () => {
    const inspector = await inspect({ 'a.txt': text('text') });
    await expect(inspector.rows({ path: 'a.txt', block: '9-9' }, 0)).rejects.toMatchObject({
      hint: expect.stringContaining('open it again') as string,
    });
  });
});
