import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readZip } from '#containers/zip';
import { NDArray, type DType } from '#tensor';
import { readHdf5, writeHdf5, type Hdf5Tree } from './index';
import { readNative } from './read-native';
import { ForeignFeature } from './file';

const FIXTURES = 'tests/fixtures/keras';

interface Stored {
  shape: number[];
  dtype: DType;
  sum: number;
  first: number[];
}

async function weightsOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const members = await readZip(await readFile(`${FIXTURES}/${name}.keras`), { name });
  return members.get('model.weights.h5')!;
}

/** What h5py read in the same file. */
async function storedIn(name: string): Promise<Record<string, Stored>> {
  const said = JSON.parse(await readFile(`${FIXTURES}/${name}.json`, 'utf8'));
  return said.weights as Record<string, Stored>;
}

function expectToBe(tree: Hdf5Tree, stored: Record<string, Stored>): void {
  const found = new Map<string, NDArray>();
  for (const [path, datasets] of tree) {
    for (const [name, array] of datasets) found.set(path ? `${path}/${name}` : name, array);
  }
  expect([...found.keys()].sort()).toEqual(Object.keys(stored).sort());
  for (const [path, { shape, dtype, sum, first }] of Object.entries(stored)) {
    const array = found.get(path)!;
    expect([array.shape, array.dtype], path).toEqual([shape, dtype]);
    const values = Array.from(array.data, Number);
    expect(values.slice(0, 3), path).toEqual(first);
    expect(values.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 6);
  }
}

const dense: Hdf5Tree = new Map([
  ['', new Map()],
  ['layers', new Map()],
  ['layers/dense', new Map()],
  [
    'layers/dense/vars',
    new Map([
      ['0', new NDArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], 'float32')],
      ['1', new NDArray(BigInt64Array.of(-5n), [], 'int64')],
    ]),
  ],
  ['vars', new Map()],
]);

describe('readHdf5', () => {
  it.each([
    'mlp_adam',
    'functional_residual',
    'shared_two_outputs',
    'conv_bn_depthwise',
    'custom_nested',
    'deep_adam',
    'uncompiled',
  ])('reads what h5py wrote in %s, without help', async (name) => {
    const bytes = await weightsOf(name);
    const before = bytes.slice();
    expectToBe(readNative(bytes, name), await storedIn(name));
    expect(bytes).toEqual(before);
  });

  it.each(['mlp_gzip_chunked', 'mlp_libver_latest'])(
    'reads %s with the HDF5 library',
    async (name) => {
      const bytes = await weightsOf(name);
      expect(() => readNative(bytes, name)).toThrow(ForeignFeature);
      const before = bytes.slice();
      expectToBe(await readHdf5(bytes, name), await storedIn(name));
      expect(bytes).toEqual(before);
    },
  );

  it('lists groups without datasets', async () => {
    const tree = readNative(await weightsOf('mlp_adam'), 'mlp_adam');
    expect(tree.get('vars')).toEqual(new Map());
    expect(tree.get('layers/flatten/vars')).toEqual(new Map());
  });

  it('says that a file is cut short, wherever it was cut', async () => {
    const bytes = await weightsOf('uncompiled');
    for (let length = 0; length < bytes.length; length += 97) {
      await expect(readHdf5(bytes.slice(0, length), 'w.h5')).rejects.toThrow(/^w\.h5.* is damaged/);
    }
    await expect(readHdf5(bytes.slice(0, -1), 'w.h5')).rejects.toThrow('it is cut short');
  });

  it('refuses groups that contain themselves', () => {
    const bytes = writeHdf5(dense);
    const view = new DataView(bytes.buffer);
    const rootHeader = view.getBigUint64(64, true);
    const start = Buffer.from(bytes).indexOf('SNOD');
    view.setBigUint64(start + 8 + 8, rootHeader, true);
    expect(() => readNative(bytes, 'w.h5')).toThrow(/is damaged/);
  });

  it('refuses a type that has no typed array, naming dataset and type', async () => {
    const bytes = writeHdf5(dense);
    const int64 = Buffer.from(bytes).indexOf(Buffer.from([0x10, 8, 0, 0, 8, 0, 0, 0]));
    bytes[int64 + 1] = 0;
    await expect(readHdf5(bytes, 'w.h5')).rejects.toThrow(
      'w.h5: dataset "layers/dense/vars/1" has the type uint64.',
    );
  });

  it('explains when the HDF5 library cannot read it either', async () => {
    const bytes = await weightsOf('mlp_libver_latest');
    const broken = bytes.slice(0, bytes.length - 3000);
    await expect(readHdf5(broken, 'w.h5')).rejects.toThrow(
      /^w\.h5 \(HDF5 with superblock version 3\) cannot be read: truncated file: eof = 13001/,
    );
  });
});

describe('writeHdf5', () => {
  it('begins with a superblock of these bytes', () => {
    const bytes = writeHdf5(new Map([['vars', new Map()]]));
    expect(Buffer.from(bytes.subarray(0, 40)).toString('hex')).toBe(
      '894844460d0a1a0a' +
        '0000000000080800' +
        '0400100000000000' +
        '00'.repeat(8) +
        'ff'.repeat(8),
    );
    expect(new DataView(bytes.buffer).getBigUint64(40, true)).toBe(BigInt(bytes.length));
  });

  it('writes float32 as h5py does', () => {
    const hex = Buffer.from(writeHdf5(dense)).toString('hex');
    expect(hex).toContain('11201f00' + '04000000' + '00002000' + '17080017' + '7f000000');
  });

  it('reads back each type, scalars and empty arrays, from a view', () => {
    const arrays = [
      new NDArray(Float32Array.of(1.5, -0), [2, 1], 'float32'),
      new NDArray(Float64Array.of(Math.PI), [], 'float64'),
      new NDArray(Uint16Array.of(0x3c00), [1], 'float16'),
      new NDArray(Int8Array.of(-128), [1], 'int8'),
      new NDArray(Int16Array.of(-300), [1], 'int16'),
      new NDArray(Int32Array.of(-70000), [1], 'int32'),
      new NDArray(BigInt64Array.of(-(2n ** 60n)), [], 'int64'),
      new NDArray(Uint8Array.of(255), [1], 'uint8'),
      new NDArray(Uint16Array.of(65535), [1], 'uint16'),
      new NDArray(Uint32Array.of(4e9), [1], 'uint32'),
      new NDArray(new Float32Array(0), [0, 3], 'float32'),
    ];
    const tree = new Map([['vars', new Map(arrays.map((array, i) => [String(i), array]))]]);
    const bytes = writeHdf5(tree);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const read = readNative(shifted.subarray(3), 'w.h5').get('vars')!;
    for (const [i, array] of arrays.entries()) {
      const again = read.get(String(i))!;
      expect([again.shape, again.dtype, again.data]).toEqual([
        array.shape,
        array.dtype,
        array.data,
      ]);
    }
  });

  it('makes parents, and gives the same bytes for the same tree', () => {
    expect([...readNative(writeHdf5(dense), 'w.h5').keys()]).toEqual([...dense.keys()]);
    const short: Hdf5Tree = new Map([...dense].filter(([path]) => path.endsWith('vars')));
    expect(writeHdf5(short)).toEqual(writeHdf5(dense));
  });

  it.each([8, 9, 256, 257, 3000])(
    'writes %d datasets in one group, for both readers',
    async (n) => {
      const names = Array.from({ length: n }, (_, i) => String(i));
      const datasets = new Map(
        names.map((name) => [name, new NDArray(Int32Array.of(Number(name)), [], 'int32')]),
      );
      const bytes = writeHdf5(new Map([['optimizer/vars', datasets]]));
      const own = readNative(bytes, 'w.h5').get('optimizer/vars')!;
      expect([...own.keys()]).toEqual([...names].sort());
      const { readForeign } = await import('./read-foreign');
      const foreign = (await readForeign(bytes, 'w.h5', 'nothing special')).get('optimizer/vars')!;
      for (const name of names) {
        expect(own.get(name)!.data[0]).toBe(Number(name));
        expect(foreign.get(name)!.data[0]).toBe(Number(name));
      }
    },
  );

  it('refuses names that HDF5 cannot hold', () => {
    const array = new NDArray(Int32Array.of(1), [], 'int32');
    const clash: Hdf5Tree = new Map([
      ['a', new Map([['b', array]])],
      ['a/b', new Map()],
    ]);
    expect(() => writeHdf5(clash)).toThrow('"/a/b" is a group and a dataset at once.');
    expect(() => writeHdf5(new Map([['a//b', new Map()]]))).toThrow('HDF5 cannot hold the name ""');
    expect(() => writeHdf5(new Map([['a', new Map([['x/y', array]])]]))).toThrow('"x/y"');
  });
});
