import { cdp } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { QuotaError } from '#errors';
import { workspaceContract } from './contract.test';
import { openWorkspace } from './index';
import { newName } from './testing';

workspaceContract('OpfsWorkspace', async () => {
  const workspace = await openWorkspace(newName());
  expect(workspace.storage).toBe('opfs');
  return workspace;
});

function startWriter(name: string, size: number): { worker: Worker; started: Promise<string> } {
  const worker = new Worker(new URL('./opfs.test-worker.ts', import.meta.url), { type: 'module' });
  const started = new Promise<string>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<string>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage({ name, size });
  return { worker, started };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('files shared with other pages and workers', () => {
  const size = 8_000_000;

  it(
    'stay whole when a worker is killed in mid-write, with no other entry to be seen',
    { timeout: 120_000 },
    async () => {
      const name = newName();
      const files = await openWorkspace(name);
      await files.write('model.keras', new Uint8Array(size).fill(255));
      const seen = new Set<number>();
      for (let kill = 0; kill < 12; kill++) {
        const { worker, started } = startWriter(name, size);
        expect(await started).toBe('opfs');
        await wait(20 + 11 * kill);
        worker.terminate();
        const entries = await files.list('', { hidden: true });
        for (const { path, kind } of entries.filter((entry) => entry.kind === 'file')) {
          expect(path, kind).toMatch(/^(model\.keras|new\/[0-9a-f-]{36})$/);
          const read = await files.read(path);
          expect(read.length).toBe(size);
          expect(read.every((value) => value === read[0])).toBe(true);
          seen.add(read[0]!);
        }
        await files.write('model.keras', new Uint8Array(size).fill(255));
        for (const { path } of entries) {
          if (path === 'new') await files.remove(path);
        }
      }
      expect(seen.size).toBeGreaterThan(1);
    },
  );

  it('are never seen half written by a reader', { timeout: 60_000 }, async () => {
    const name = newName();
    const files = await openWorkspace(name);
    await files.write('model.keras', new Uint8Array(size).fill(255));
    const { worker, started } = startWriter(name, size);
    await started;
    for (let i = 0; i < 40; i++) {
      const read = await files.read('model.keras');
      expect(read.length).toBe(size);
      expect(read.every((value) => value === read[0])).toBe(true);
    }
    worker.terminate();
  });

  it('tell a page of a change in a worker', async () => {
    const name = newName();
    const files = await openWorkspace(name);
    const changed = new Promise<void>((resolve) => void files.watch(resolve));
    const { worker } = startWriter(name, 10);
    await changed;
    worker.terminate();
    expect(await files.exists('model.keras')).toBe(true);
  });
});

it('says which files to delete when the quota is used up, and keeps the old file', async () => {
  const files = await openWorkspace(newName());
  await files.write('big.keras', new Uint8Array(3_000_000));
  await files.write('small.txt', new Uint8Array(1000));
  const { used } = (await files.usage())!;
  const session = cdp() as unknown as { send(method: string, params: object): Promise<unknown> };
  const { origin } = location;
  const override = 'Storage.overrideQuotaForOrigin';
  await session.send(override, { origin, quotaSize: used + 1_000_000 });
  try {
    const error = await files
      .write('small.txt', new Uint8Array(20_000_000))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QuotaError);
    expect((error as QuotaError).message).toBe(
      "[Errno 28] No space left on device: 'small.txt' (20.0 MB)",
    );
    expect((error as QuotaError).hint).toContain('big.keras (3.0 MB), small.txt (1.0 kB)');
  } finally {
    await session.send(override, { origin });
  }
  expect(await files.read('small.txt')).toEqual(new Uint8Array(1000));
});

it('opens the files that there are when the quota is used up', async () => {
  const name = newName();
  const files = await openWorkspace(name);
  await files.write('a.txt', new Uint8Array(100_000));
  const { used } = (await files.usage())!;
  const session = cdp() as unknown as { send(method: string, params: object): Promise<unknown> };
  const { origin } = location;
  const override = 'Storage.overrideQuotaForOrigin';
  await session.send(override, { origin, quotaSize: used - 50_000 });
  try {
    const again = await openWorkspace(name);
    expect(again.storage).toBe('opfs');
    expect(await again.read('a.txt')).toHaveLength(100_000);
    await again.remove('a.txt');
  } finally {
    await session.send(override, { origin });
  }
});

it('removes what killed writers left, once it is old', async () => {
  const name = newName();
  await openWorkspace(name);
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
  const hidden = await root.getDirectoryHandle('.slipway');
  const temporary = await hidden.getDirectoryHandle('tmp');
  await temporary.getFileHandle('fresh', { create: true });
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    await openWorkspace(name);
    await expect(temporary.getFileHandle('fresh')).resolves.toBeDefined();
    vi.setSystemTime(Date.now() + 11 * 60 * 1000);
    await openWorkspace(name);
    await expect(temporary.getFileHandle('fresh')).rejects.toThrow();
  } finally {
    vi.useRealTimers();
  }
});
