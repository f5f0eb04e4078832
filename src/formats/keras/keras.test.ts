import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeHdf5 } from '#containers/hdf5';
import { readZip, writeZip } from '#containers/zip';
import type { PythonError } from '#errors';
import { KeyError, NotImplementedError, PyTypeError, ValueError } from '#errors';
import { NDArray } from '#tensor';
import { readKerasArchive, writeKerasArchive, type KerasArchive } from './index';

const text = (value: string) => new TextEncoder().encode(value);
const fixture = (name: string) => readFile(`tests/fixtures/keras/${name}.keras`);

const config = {
  module: 'keras',
  class_name: 'Sequential',
  config: { name: 'm', layers: [] },
  registered_name: null,
};
const archive: KerasArchive = {
  metadata: { keras_version: '3.3.3', date_saved: '2026-01-02@03:04:05' },
  config,
  weights: new Map([
    ['layers/dense/vars', [new NDArray(Float32Array.of(1, 2), [2], 'float32')]],
    ['optimizer/vars', [new NDArray(BigInt64Array.of(7n), [], 'int64')]],
  ]),
};

/** A valid archive with some members replaced or (undefined) left out. */
async function archiveWith(changes: Record<string, Uint8Array | undefined>): Promise<Uint8Array> {
  const members: Record<string, Uint8Array | undefined> = {
    'config.json': text(JSON.stringify(config)),
    'model.weights.h5': writeHdf5(new Map()),
    ...changes,
  };
  return writeZip(
    Object.entries(members).filter((item): item is [string, Uint8Array] => !!item[1]),
  );
}

async function failure(bytes: Uint8Array): Promise<PythonError> {
  return readKerasArchive(bytes, 'm.keras').then(
    () => expect.unreachable('it was read'),
    (error: PythonError) => error,
  );
}

describe('readKerasArchive', () => {
  it('reads what real Keras saved', async () => {
    const read = await readKerasArchive(await fixture('mlp_adam'), 'mlp_adam.keras');
    expect(read.metadata?.keras_version).toBe('3.15.1');
    expect(read.config).toMatchObject({ module: 'keras', class_name: 'Sequential' });
    expect(read.config['compile_config']).toMatchObject({
      loss: 'sparse_categorical_crossentropy',
    });
    const [kernel, bias] = read.weights.get('layers/dense/vars')!;
    expect([kernel!.shape, bias!.shape]).toEqual([[36, 16], [16]]);
    const slots = read.weights.get('optimizer/vars')!;
    expect(slots).toHaveLength(2 + 2 * 4);
    expect([slots[0]!.dtype, slots[0]!.data[0]]).toEqual(['int64', 1n]);
    expect(read.weights.get('vars')).toEqual([]);
  });

  it('puts more than ten weights in index order', async () => {
    const read = await readKerasArchive(await fixture('deep_adam'), 'deep_adam.keras');
    const slots = read.weights.get('optimizer/vars')!;
    expect(slots).toHaveLength(322);
    const shapes = slots.slice(2).map((slot) => slot.shape.join());
    expect(shapes).toEqual(Array.from({ length: 320 }, (_, i) => (i % 4 < 2 ? '3,3' : '3')));
  });

  it.each(['mlp_gzip_chunked', 'mlp_libver_latest'])('reads %s as mlp_adam', async (name) => {
    const [same, other] = await Promise.all(
      ['mlp_adam', name].map(async (each) => readKerasArchive(await fixture(each), each)),
    );
    const flat = (read: KerasArchive) =>
      [...read.weights]
        .filter(([, list]) => list.length)
        .map(([path, list]) => [path, list.map((array) => array.data)]);
    expect(new Map(flat(other!) as never)).toEqual(new Map(flat(same!) as never));
  });

  it('leaves its input alone and reads from a view', async () => {
    const bytes = await writeKerasArchive(archive);
    const shifted = new Uint8Array(bytes.length + 8).fill(80);
    shifted.set(bytes, 4);
    const before = shifted.slice();
    const read = await readKerasArchive(shifted.subarray(4, 4 + bytes.length), 'm.keras');
    expect(read.metadata).toEqual(archive.metadata);
    expect(shifted).toEqual(before);
  });

  it.each([0, 10, 1000, 32000])(
    'calls a file cut to %d bytes what Keras calls it',
    async (length) => {
      const error = await failure((await fixture('mlp_adam')).subarray(0, length));
      expect(error).toBeInstanceOf(ValueError);
      expect(error.message).toBe(
        'File not found: filepath=m.keras. Please ensure the file is an accessible `.keras` zip file.',
      );
      expect(error.hint).toContain(`${length} bytes`);
    },
  );

  it('names the member that is missing', async () => {
    const noConfig = await failure(await archiveWith({ 'config.json': undefined }));
    expect(noConfig).toBeInstanceOf(KeyError);
    expect(noConfig.message).toBe("There is no item named 'config.json' in the archive");
    expect(noConfig.hint).toContain('holds model.weights.h5');
    const noWeights = await failure(await archiveWith({ 'model.weights.h5': undefined }));
    expect(noWeights.message).toBe('Expected a model.weights.h5 or model.weights.npz file.');
  });

  it('refuses weights in NumPy’s format by name', async () => {
    const changes = { 'model.weights.h5': undefined, 'model.weights.npz': text('PK') };
    const error = await failure(await archiveWith(changes));
    expect(error).toBeInstanceOf(NotImplementedError);
    expect(error.message).toContain('m.keras: model.weights.npz');
  });

  it('names the member with a flipped bit', async () => {
    const bytes = Uint8Array.from(await fixture('mlp_adam'));
    bytes[20000]! ^= 1;
    expect((await failure(bytes)).message).toContain('m.keras: "model.weights.h5" is damaged');
  });

  it('names archive and member of damage inside the weights', async () => {
    const error = await failure(await archiveWith({ 'model.weights.h5': text('not HDF5') }));
    expect(error.message).toMatch(/^m\.keras: model\.weights\.h5 is damaged/);
  });

  it.each([
    ['{', 'config.json is not valid JSON'],
    ['\u{feff}{', 'config.json is not valid JSON'],
    ['[1]', 'config.json: Could not parse config: [1]'],
    ['{"class_name": "Sequential"}', 'Could not parse config: {"class_name":"Sequential"}'],
    ['{"class_name": 1, "config": {}}', '"class_name" is not a string'],
    ['{"class_name": "A", "config": []}', '"config" is not an object'],
    ['{"class_name": "A", "config": {}, "module": 1}', '"module" is neither'],
    ['{"class_name": "A", "config": {}, "registered_name": 1}', '"registered_name" is neither'],
    ['['.repeat(100_000), 'nested deeper than 256'],
  ])('says what is wrong with the config %.40s', async (json, problem) => {
    const error = await failure(await archiveWith({ 'config.json': text(json) }));
    expect(error.message).toMatch(/^m\.keras: config\.json/);
    expect(error.message).toContain(problem);
    expect(error instanceof ValueError || error instanceof PyTypeError).toBe(true);
  });

  it('refuses a config that is not UTF-8', async () => {
    const error = await failure(await archiveWith({ 'config.json': Uint8Array.of(0xff, 0xfe) }));
    expect(error.message).toBe('m.keras: config.json is not UTF-8 text.');
  });

  it('counts metadata of another kind as absent, and null as an empty config', async () => {
    const changes = {
      'metadata.json': text('[]'),
      'config.json': text('{"class_name": "A", "config": null}'),
    };
    const read = await readKerasArchive(await archiveWith(changes), 'm.keras');
    expect(read.metadata).toBeUndefined();
    expect(read.config).toEqual({
      module: null,
      class_name: 'A',
      config: {},
      registered_name: null,
    });
  });

  it('says which weight of a group is missing', async () => {
    const one = new NDArray(Int32Array.of(1), [], 'int32');
    const datasets = new Map([
      ['0', one],
      ['2', one],
      ['note', one],
    ]);
    const weights = writeHdf5(new Map([['layers/dense/vars', datasets]]));
    const error = await failure(await archiveWith({ 'model.weights.h5': weights }));
    expect(error.message).toBe(
      'm.keras: model.weights.h5: group "layers/dense/vars" holds 2 weights but none named "1".',
    );
  });
});

describe('writeKerasArchive', () => {
  it('writes the members in Keras’s order, stored, the same each time', async () => {
    const bytes = await writeKerasArchive(archive);
    expect(await writeKerasArchive(archive)).toEqual(bytes);
    const members = await readZip(bytes, { name: 'm.keras' });
    expect([...members.keys()]).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    const shown = new TextDecoder('latin1').decode(bytes);
    expect(shown).toContain('{"keras_version":"3.3.3","date_saved":"2026-01-02@03:04:05"}');
  });

  it('writes what it reads, with the root’s vars', async () => {
    const read = await readKerasArchive(await writeKerasArchive(archive), 'm.keras');
    expect(read.config).toEqual(config);
    expect(read.weights.get('vars')).toEqual([]);
    for (const [path, [array]] of archive.weights) {
      const [again] = read.weights.get(path)!;
      expect([again!.shape, again!.dtype, again!.data]).toEqual([
        array!.shape,
        array!.dtype,
        array!.data,
      ]);
    }
  });

  it('leaves metadata.json out when there is none', async () => {
    const bytes = await writeKerasArchive({ ...archive, metadata: undefined });
    const read = await readKerasArchive(bytes, 'm.keras');
    expect(read.metadata).toBeUndefined();
  });
});
