/** Against bundles that TensorFlow wrote: scripts/fixtures/make_bundle_fixtures.py. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FileNotFoundError, PyRuntimeError } from '#errors';
import { DTYPES, NDArray, type DType } from '#tensor';
import type { ArtifactFiles } from '../artifact';
import { openTensorBundle, writeTensorBundle, type BundleValue } from './index';

const FIXTURES = 'tests/fixtures/saved-model-bundle';

interface Described {
  readonly shape: number[];
  readonly dtype: string;
  readonly data: (number | string | boolean | number[])[];
}

function filesOf(
  directory: string,
  changed: Record<string, Uint8Array | undefined> = {},
): ArtifactFiles {
  return {
    path: 'DIR',
    async read(file) {
      if (file in changed) return changed[file];
      return readFile(`${FIXTURES}/${directory}/${file}`).catch(() => undefined);
    },
  };
}

async function json<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(`${FIXTURES}/${name}`, 'utf8')) as T;
}

const described = await json<Record<string, Described>>('dtypes/values.json');
const arrays = Object.entries(described).filter(([, { dtype }]) => dtype !== 'string');
const strings = Object.entries(described).filter(([, { dtype }]) => dtype === 'string');
const DATA = 'variables.data-00000-of-00001';

function arrayOf({ shape, dtype, data }: Described): NDArray {
  const typed = new DTYPES[dtype as DType].array(data.length);
  const half = new Map([
    [0.5, 0x3800],
    [-1.25, 0xbd00],
    [65504, 0x7bff],
  ]);
  data.forEach((value, i) => {
    if (typed instanceof BigInt64Array) typed[i] = BigInt(value as string);
    else typed[i] = dtype === 'float16' ? half.get(value as number)! : Number(value);
  });
  return new NDArray(typed, shape, dtype as DType);
}

describe("TensorFlow's bundle", () => {
  it.each(arrays)('has %s', async (key, value) => {
    const bundle = await openTensorBundle(filesOf('dtypes'), 'variables');
    const wanted = arrayOf(value);
    const array = await bundle.read(key);
    expect(array.dtype).toBe(value.dtype);
    expect(array.shape).toEqual(value.shape);
    expect(array.data).toEqual(wanted.data);
  });

  it.each(strings)('has the strings %s', async (key, value) => {
    const bundle = await openTensorBundle(filesOf('dtypes'), 'variables');
    const elements = await bundle.readStrings(key);
    expect(elements.map((element) => [...element])).toEqual(value.data);
  });

  it('lists its entries by the bytes of their keys', async () => {
    const bundle = await openTensorBundle(filesOf('dtypes'), 'variables');
    const keys = Object.keys(described).sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    expect([...bundle.entries.keys()]).toEqual(keys);
  });

  it('may have several data files', async () => {
    const bundle = await openTensorBundle(filesOf('shards'), 'variables');
    expect([...(await bundle.read('first')).data]).toEqual([1, 2]);
    expect([...(await bundle.read('second')).data]).toEqual([3, 4]);
    expect([...(await bundle.read('third')).data]).toEqual([5, 6, 7]);
  });

  it('opens each data file once, and none before it is needed', async () => {
    const files = filesOf('dtypes');
    const asked: string[] = [];
    const read = (file: string) => (asked.push(file), files.read(file));
    const bundle = await openTensorBundle({ path: 'DIR', read }, 'variables');
    expect(asked).toEqual(['variables.index']);
    await Promise.all([bundle.read('c/int8'), bundle.read('c/int16')]);
    await bundle.readStrings('s/scalar');
    expect(asked).toEqual(['variables.index', DATA]);
  });

  it('is read from views at odd offsets, which stay as they are', async () => {
    const shifted = async (name: string) => {
      const bytes = await readFile(`${FIXTURES}/dtypes/${name}`);
      const whole = new Uint8Array(bytes.length + 1);
      whole.set(bytes, 1);
      return whole.subarray(1);
    };
    const [index, data] = [await shifted('variables.index'), await shifted(DATA)];
    const before = Uint8Array.from(data);
    const files = filesOf('dtypes', { 'variables.index': index, [DATA]: data });
    const bundle = await openTensorBundle(files, 'variables');
    const array = await bundle.read('a/float64');
    expect(array.data).toEqual(Float64Array.of(1 / 3, -1e300));
    array.data[0] = 5;
    expect(data).toEqual(before);
  });
});

describe('writeTensorBundle', () => {
  it("gives TensorFlow's bytes for the same tensors in the same order", async () => {
    const values = new Map<string, BundleValue>();
    const keys = Object.keys(described).sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    for (const key of keys) {
      const value = described[key]!;
      const asStrings = () => value.data.map((bytes) => Uint8Array.from(bytes as number[]));
      values.set(
        key,
        value.dtype === 'string' ? { shape: value.shape, strings: asStrings() } : arrayOf(value),
      );
    }
    const { index, data } = writeTensorBundle(values);
    expect(data).toEqual(Uint8Array.from(await readFile(`${FIXTURES}/dtypes/${DATA}`)));
    expect(index).toEqual(Uint8Array.from(await readFile(`${FIXTURES}/dtypes/variables.index`)));
  });

  it("gives TensorFlow's bytes for an index of several blocks, and reads it", async () => {
    const many = await json<{ count: number; indexBytes: number; index: string; data: string }>(
      'many.json',
    );
    const values = new Map<string, BundleValue>();
    for (let i = 0; i < many.count; i++) {
      const number = String(i).padStart(5, '0');
      const key = `layer_${number}/weights/of/a/rather/long/name/${(i * 7919) % 10007}`;
      values.set(key, new NDArray(Int32Array.of(i), [], 'int32'));
    }
    const { index, data } = writeTensorBundle(values);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(index.length).toBe(many.indexBytes);
    expect([hash(index), hash(data)]).toEqual([many.index, many.data]);
    const bundle = await openTensorBundle(
      filesOf('', { 'variables.index': index, [DATA]: data }),
      'variables',
    );
    expect([...bundle.entries.keys()]).toEqual([...values.keys()]);
  });

  it('sorts the index, not the data', async () => {
    const one = (value: number) => new NDArray(Int8Array.of(value), [1], 'int8');
    const { index, data } = writeTensorBundle(
      new Map([
        ['b', one(1)],
        ['a', one(2)],
      ]),
    );
    expect([...data]).toEqual([1, 2]);
    const bundle = await openTensorBundle(
      filesOf('', { 'variables.index': index, [DATA]: data }),
      'variables',
    );
    expect([...bundle.entries].map(([key, { offset }]) => [key, offset])).toEqual([
      ['a', 1n],
      ['b', 0n],
    ]);
    expect([...(await bundle.read('a')).data]).toEqual([2]);
  });
});

describe('a bundle that cannot be read', () => {
  const messages = json<Record<string, string>>('messages.json');
  const flip = (bytes: Uint8Array, at: number) => bytes.with(at, bytes.at(at)! ^ 1);
  const damages: Record<
    string,
    (index: Uint8Array, data: Uint8Array) => [Uint8Array?, Uint8Array?]
  > = {
    'a flipped byte of data': (index, data) => [index, flip(data, 0)],
    'a short data file': (index, data) => [index, data.subarray(0, 3)],
    'no data file': (index) => [index, undefined],
    'no such key': (index, data) => [index, data],
    'no index': (_, data) => [undefined, data],
    'a flipped byte of the index': (index, data) => [flip(index, 20), data],
    'a wrong magic number': (index, data) => [flip(index, -1), data],
    'a short index': (index, data) => [index.subarray(0, 40), data],
    'an empty index': (index, data) => [index.subarray(0, 0), data],
  };

  it.each(Object.entries(damages))(
    "says what TensorFlow says, and the file's name: %s",
    async (name, damage) => {
      const original = filesOf('dtypes');
      const [index, data] = damage(
        (await original.read('variables.index'))!,
        (await original.read(DATA))!,
      );
      const files = filesOf('dtypes', { 'variables.index': index, [DATA]: data });
      const open = async () => {
        const bundle = await openTensorBundle(files, 'variables');
        await bundle.read(name === 'no such key' ? 'nowhere' : 'a/float32');
      };
      const error = (await open().catch((thrown: unknown) => thrown)) as PyRuntimeError;
      expect(error).toBeInstanceOf(name === 'no index' ? FileNotFoundError : PyRuntimeError);
      expect(error.message).toContain((await messages)[name]);
      expect(error.message).toContain('DIR/variables');
      expect(error.place).toMatch(/^DIR\/variables\./);
      expect(error.hint).toBeTruthy();
    },
  );

  it.each([
    ['bfloat', 'DT_BFLOAT16'],
    ['complex', 'DT_COMPLEX64'],
    ['quantized', 'DT_QINT8'],
    ['unsigned', 'DT_UINT64'],
  ])('names key and dtype of %s', async (key, dtype) => {
    const bundle = await openTensorBundle(filesOf('unsupported'), 'variables');
    const message = `Key ${key} in DIR/variables.index has dtype ${dtype}, which cannot be read here.`;
    await expect(bundle.read(key)).rejects.toThrow(message);
    await expect(bundle.readStrings(key)).rejects.toThrow(message);
  });

  it('does not take strings for numbers', async () => {
    const bundle = await openTensorBundle(filesOf('dtypes'), 'variables');
    await expect(bundle.read('s/vector')).rejects.toThrow('has dtype DT_STRING');
    await expect(bundle.readStrings('c/int8')).rejects.toThrow('has dtype DT_INT8');
  });

  it('does not read a variable in slices, but what is beside it', async () => {
    const bundle = await openTensorBundle(filesOf('slices'), 'variables');
    await expect(bundle.read('part')).rejects.toThrow(
      'Key part in DIR/variables.index is stored in 1 slices',
    );
    expect([...(await bundle.read('whole')).data]).toEqual([1, 2]);
  });
});
