import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Runtime } from '../runtime';
import { FILES } from './data-file';
import { addressOf, BASE, fakeRuntime, FakeServer } from './fixtures';

const INDEX = `${BASE}data/index.json`;
const REAL = fileURLToPath(new URL('../../../../shared/fashion-mnist/', import.meta.url));

let server: FakeServer;
let runtime: ReturnType<typeof fakeRuntime>;

beforeEach(() => {
  vi.resetModules();
  server = new FakeServer();
  runtime = fakeRuntime();
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('caches', undefined);
});
afterEach(() => vi.unstubAllGlobals());

/** A kernel that has loaded nothing yet. */
async function freshKernel() {
  const { setRuntime } = await import('../runtime');
  setRuntime(runtime as unknown as Runtime);
  return import('./index');
}

describe('the synthetic stand-in', () => {
  test('steps in where the data is absent, says so once a run, and marks what is made from it', async () => {
    server.serve(INDEX, '{"fashion_mnist":"absent"}');
    const { datasets, isSyntheticData, noteIfSynthetic } = await freshKernel();
    const [[x_train, y_train], [x_test, y_test]] = await datasets.fashion_mnist.load_data();
    expect([x_train, y_train, x_test, y_test].map((array) => array.shape)).toEqual(
      FILES.map((file) => file.shape),
    );
    const notes = () => runtime.outputs.filter((output) => output.kind === 'note');
    expect(notes()).toHaveLength(1);
    expect(notes()[0]).toMatchObject({ text: expect.stringContaining('synthetic stand-in') });

    const scaled = x_test.astype('float32').div(255).slice(0, 5);
    expect(isSyntheticData(scaled)).toBe(true);
    noteIfSynthetic(scaled);
    expect(notes()).toHaveLength(1);
    Object.assign(runtime, { signal: new AbortController().signal });
    noteIfSynthetic(scaled);
    expect(notes()).toHaveLength(2);

    Object.assign(runtime, { signal: new AbortController().signal });
    await datasets.fashion_mnist.load_data();
    expect(notes()).toHaveLength(3);
    expect(runtime.progress().filter((bar) => bar.state === 'done')).toHaveLength(1);
  });

  test.each([
    ['there is no index', () => new Response('', { status: 404 })],
    [
      'the start page comes in its place',
      () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
    ],
  ])('steps in where %s', async (_, answer) => {
    server.serve(INDEX, answer);
    runtime.stop.abort();
    runtime = { ...fakeRuntime(), pause: async () => Promise.reject(new Error('drawing')) };
    const { datasets } = await freshKernel();
    await expect(datasets.fashion_mnist.load_data()).rejects.toThrow('drawing');
  });
});

test('a server that fails is no reason for other data', async () => {
  server.serve(INDEX, () => Promise.reject(new TypeError('offline')));
  const { datasets } = await freshKernel();
  await expect(datasets.fashion_mnist.load_data()).rejects.toThrow(/URL fetch failure/);
});

test('ten classes have names', async () => {
  const { datasets } = await freshKernel();
  expect(datasets.fashion_mnist.class_names).toHaveLength(10);
  expect(datasets.fashion_mnist.class_names[9]).toBe('Ankle boot');
});

describe.skipIf(!existsSync(REAL))('the official files', () => {
  test('are loaded once, and labels are not shared between calls', async () => {
    server.serve(INDEX, '{"fashion_mnist":"official"}');
    for (const file of FILES) {
      server.serve(addressOf(file), Uint8Array.from(await readFile(REAL + file.name)));
    }
    const { datasets, isSyntheticData } = await freshKernel();
    const [[x_train, y_train], [x_test, y_test]] = await datasets.fashion_mnist.load_data();
    expect(x_train.shape).toEqual([60000, 28, 28]);
    expect(x_train.dtype).toBe('uint8');
    expect(x_train.mean()).toBeCloseTo(72.94035223214286, 10);
    expect(y_train.slice(0, 10).tolist()).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    expect(y_test.slice(0, 5).tolist()).toEqual([9, 2, 1, 1, 6]);
    expect(isSyntheticData(x_test)).toBe(false);

    server.asked.length = 0;
    y_test.data[0] = 3;
    const [, [again, labels]] = await datasets.fashion_mnist.load_data();
    expect(server.asked).toEqual([]);
    expect(again.data).toBe(x_test.data);
    expect(labels.at(0)).toBe(9);
  });
});
