import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readZip } from '#containers/zip';
import { readNpz } from '#formats/npy';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { DTYPES, NDArray, sizeOf } from '#tensor';
import { openReference } from '../reference';
import type { RuntimeModel } from '../runtime';
import { startSlipway } from './index';

const FIXTURES = 'tests/fixtures';
/** Runs of each model, so that what one leaves behind would be seen in the next. */
const RUNS = 3;

const slipway = await startSlipway();

function bytesOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(`${FIXTURES}/${path}`));
}

/** Numbers that repeat, a third of them zero, of about the size of what models take. */
function noise(model: TfliteModel, position: number, seed: number): NDArray {
  const { tensors, inputs } = model.subgraphs[0]!;
  const { type, shape } = tensors[inputs[position]!]!;
  const dtype = type.toLowerCase() as NDArray['dtype'];
  const data = new DTYPES[dtype].array(sizeOf(shape));
  let state = seed * 7919 + position * 31 + 1;
  const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  for (let i = 0; i < data.length; i++) data[i] = element(type, next(), next()) as never;
  return new NDArray(data, shape, dtype);
}

function element(type: string, x: number, choice: number): number | bigint {
  if (type === 'FLOAT32') return choice < 0.33 ? 0 : 4 * x - 1;
  if (type === 'INT8') return choice < 0.33 ? -128 : Math.floor(256 * x) - 128;
  if (type === 'UINT8') return choice < 0.33 ? 0 : Math.floor(256 * x);
  if (type === 'INT64') return BigInt(Math.floor(2 * x));
  return type === 'INT16' ? Math.floor(65536 * x) - 32768 : Math.floor(2 * x);
}

/** Every tensor after each run, or the error that ended it. */
function traces(model: TfliteModel, opened: Pick<RuntimeModel, 'setInput' | 'invoke' | 'tensor'>) {
  const { tensors, inputs } = model.subgraphs[0]!;
  return Array.from({ length: RUNS }, (_, seed) => {
    inputs.forEach((_, position) => opened.setInput(position, noise(model, position, seed)));
    try {
      void opened.invoke();
    } catch (error) {
      return String(error);
    }
    return tensors.map((_, index) => valueOf(() => opened.tensor!(index)));
  });
}

function valueOf(read: () => NDArray): unknown {
  try {
    const { data, shape, dtype } = read();
    return { data, shape, dtype };
  } catch (error) {
    return String(error);
  }
}

function compare(bytes: Uint8Array): void {
  const model = readTflite(bytes);
  let reference;
  try {
    reference = openReference(model);
  } catch (error) {
    expect(() => slipway.load(bytes, model)).toThrow((error as Error).message);
    return;
  }
  const loaded = slipway.load(bytes, model) as RuntimeModel;
  try {
    expect(traces(model, loaded)).toEqual(traces(model, reference));
  } finally {
    loaded.close();
  }
}

describe('every tensor of every model is that of the reference interpreter, bit for bit', () => {
  const folders = ['tflite', 'tflite-graphs', 'tflite-quantize'];
  const files = folders.flatMap((folder) =>
    readdirSync(`${FIXTURES}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tflite'))
      .map((name) => `${folder}/${name}`),
  );
  test.each(files.sort())('%s', (path) => compare(bytesOf(path)));
});

const models = await readZip(bytesOf('tflite-ops/models.zip'), { name: 'models.zip' });
const arrays = await readNpz(bytesOf('tflite-ops/arrays.npz'), 'arrays.npz');

describe('each op by itself', () => {
  test.each([...models.keys()])('%s', (path) => {
    const bytes = models.get(path)!;
    const model = readTflite(bytes);
    const name = path.replace('.tflite', '');
    const { inputs, outputs } = model.subgraphs[0]!;
    const [reference, loaded] = [openReference(model), slipway.load(bytes, model) as RuntimeModel];
    for (const opened of [reference, loaded]) {
      inputs.forEach((_, i) => opened.setInput(i, arrays.array(`${name}/in/${i}`)!));
      void opened.invoke();
    }
    const all = (opened: Pick<RuntimeModel, 'output'>) =>
      outputs.map((_, i) => valueOf(() => opened.output(i)));
    expect(all(loaded)).toEqual(all(reference));
    loaded.close();
  });
});
