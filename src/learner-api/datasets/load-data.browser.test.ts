import { beforeEach, expect, test, vi } from 'vitest';
import type { CellOutput } from '#protocol';
import { setRuntime, type Runtime } from '../runtime';
import { loadOfficial } from './official';
import { datasets } from './index';

const baseUrl = `${location.origin}/`;
const outputs: CellOutput[] = [];
const runtime = {
  baseUrl,
  signal: new AbortController().signal,
  emit: (output: CellOutput) => void outputs.push(output),
  busy: () => undefined,
  pause: () => new Promise((resolve) => setTimeout(resolve)),
} as unknown as Runtime;

beforeEach(() => {
  outputs.length = 0;
  setRuntime(runtime);
});

const index = (await (await fetch(`${baseUrl}data/index.json`)).json().catch(() => ({}))) as {
  fashion_mnist?: string;
};

test('load_data fills the four arrays, official or drawn', async () => {
  const [[x_train, y_train], [x_test, y_test]] = await datasets.fashion_mnist.load_data();
  expect([x_train, y_train, x_test, y_test].map((array) => array.shape)).toEqual([
    [60000, 28, 28],
    [60000],
    [10000, 28, 28],
    [10000],
  ]);
  const isOfficial = index.fashion_mnist === 'official';
  expect(outputs.some((output) => output.kind === 'note')).toBe(!isOfficial);
  const last = outputs.findLast((output) => output.kind === 'progress');
  expect(last).toMatchObject({ state: 'done' });
});

test.runIf(index.fashion_mnist === 'official')('a later visit reads the cache', async () => {
  await caches.delete('slipway-data-v1');
  const first = await loadOfficial(runtime);
  const network = vi.spyOn(globalThis, 'fetch');
  const second = await loadOfficial(runtime);
  expect(network).not.toHaveBeenCalled();
  expect(second[0].every((byte, i) => byte === first[0][i])).toBe(true);
});
