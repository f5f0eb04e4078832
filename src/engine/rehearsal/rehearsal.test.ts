/** The rehearsal passes on every backend there is, and finds out one that computes something else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NDArray } from '#tensor';
import type { Backend } from '../backend';
import { NO_PROBE, probeAdapter } from '../adapter';
import { startBackend } from '../start-backend';
import { testableBackends } from '../testing';
import { rehearse } from './index';

const SHADERS_TIMEOUT = 120_000;

describe.each(testableBackends())('%s', (id) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await startBackend(id, { probe: await probe() });
  }, SHADERS_TIMEOUT);
  afterAll(() => backend.dispose());

  test(
    'what it computes is right',
    async () => {
      await rehearse(backend);
    },
    SHADERS_TIMEOUT,
  );

  test(
    'weights that a step does not move are found out',
    async () => {
      const wrong = {
        async open(...args: Parameters<Backend['open']>) {
          const session = await backend.open(...args);
          session.step = () => Promise.resolve();
          return session;
        },
      } as Backend;
      await expect(rehearse(wrong)).rejects.toThrow('where');
    },
    SHADERS_TIMEOUT,
  );
});

test('predictions that are not numbers are found out', async () => {
  const backend = await startBackend('cpu', { probe: NO_PROBE });
  const wrong = {
    async open(...args: Parameters<Backend['open']>) {
      const session = await backend.open(...args);
      session.fetch = async () => [new NDArray(new Float32Array(80).fill(NaN), [8, 10], 'float32')];
      return session;
    },
  } as Backend;
  await expect(rehearse(wrong)).rejects.toThrow('NaN');
  backend.dispose();
});

function probe() {
  return 'navigator' in globalThis && 'gpu' in navigator
    ? probeAdapter()
    : Promise.resolve(NO_PROBE);
}
