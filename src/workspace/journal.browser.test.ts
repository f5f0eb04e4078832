import { expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { QuotaError } from '#errors';
import { openWorkspace, type Workspace } from './index';
import { newName } from './testing';

interface Writer {
  readonly worker: Worker;
  /** What it says first. */
  readonly said: Promise<string>;
}

function startWriter(name: string, size: number, hangAt?: number): Writer {
  const url = new URL('./journal.test-worker.ts', import.meta.url);
  const worker = new Worker(url, { type: 'module' });
  const said = new Promise<string>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<string>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage({ name, size, hangAt });
  return { worker, said };
}

/** The number that fills the directory `model`; 0 if there is none. @throws where it is not whole */
async function numberOf(files: Workspace, size: number): Promise<number> {
  if (!(await files.exists('model'))) return 0;
  const entries = await files.list('', { hidden: true });
  const paths = entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const value = Number(paths.find((path) => path.startsWith('model/only/'))?.slice(11));
  const odd = value % 2 === 1 ? 'model/deep' : 'model/deep/er';
  const whole = [odd, `model/only/${value}`, 'model/saved_model.pb'];
  expect(paths).toEqual([...whole, 'model/variables/variables.index']);
  for (const entry of entries) if (entry.kind === 'file') expect(entry.size).toBe(size);
  return value;
}

async function contentsOf(files: Workspace): Promise<Set<number>> {
  const values = new Set<number>();
  for (const { path, kind } of await files.list('model')) {
    if (kind === 'file') for (const value of await files.read(path)) values.add(value);
  }
  return values;
}

/** What the app itself keeps for unfinished work. */
async function unfinished(name: string): Promise<string[]> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
  const hidden = await root.getDirectoryHandle('.slipway');
  const names: string[] = [];
  for (const each of ['tmp', 'pending']) {
    const directory = await hidden.getDirectoryHandle(each, { create: true });
    for await (const child of directory.keys()) names.push(`${each}/${child}`);
  }
  return names;
}

it(
  'a writer killed before any step leaves the old directory or the new one, and nothing else',
  { timeout: 120_000 },
  async () => {
    const outcomes: number[] = [];
    for (let hangAt = 0; ; hangAt++) {
      const name = newName();
      const { worker, said } = startWriter(name, 1000, hangAt);
      const isDone = (await said) === 'done';
      worker.terminate();
      const files = await openWorkspace(name);
      const value = await numberOf(files, 1000);
      expect(await contentsOf(files), `step ${hangAt}`).toEqual(new Set([value]));
      expect(await unfinished(name), `step ${hangAt}`).toEqual([]);
      outcomes.push(value);
      if (isDone) break;
    }
    expect(outcomes.slice(0, 2)).toEqual([1, 2]);
    expect(new Set(outcomes.slice(1))).toEqual(new Set([2]));
    expect(outcomes.length).toBeGreaterThan(7);
  },
);

it('a workspace that is open already completes what a killed writer decided', async () => {
  const name = newName();
  const files = await openWorkspace(name);
  const { worker, said } = startWriter(name, 1000, 4);
  expect(await said).toBe('hung');
  worker.terminate();
  expect(await files.read('model/saved_model.pb')).toEqual(new Uint8Array(1000).fill(2));
  expect(await numberOf(files, 1000)).toBe(2);
});

it(
  'is seen whole by readers during many replacements, and after kills at any time',
  { timeout: 120_000 },
  async () => {
    const name = newName();
    const files = await openWorkspace(name);
    const size = 300_000;
    const seen = new Set<number>();
    for (let kill = 0; kill < 8; kill++) {
      const { worker, said } = startWriter(name, size);
      expect(await said).toBe('opfs');
      for (let look = 0; look < 12 + kill; look++) seen.add(await numberOf(files, size));
      worker.terminate();
      const value = await numberOf(files, size);
      expect(await contentsOf(files)).toEqual(new Set(value === 0 ? [] : [value]));
    }
    expect(seen.size).toBeGreaterThan(3);
  },
);

it('leaves a directory alone that does not fit, and takes no room for it', async () => {
  const name = newName();
  const files = await openWorkspace(name);
  await files.write('model/saved_model.pb', new Uint8Array(1000));
  const { used } = (await files.usage())!;
  const session = cdp() as unknown as { send(method: string, params: object): Promise<unknown> };
  const { origin } = location;
  const override = 'Storage.overrideQuotaForOrigin';
  await session.send(override, { origin, quotaSize: used + 1_000_000 });
  try {
    const error = await files
      .writeDirectory(
        'model',
        new Map([
          ['a', new Uint8Array(500_000)],
          ['b', new Uint8Array(20_000_000)],
        ]),
      )
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QuotaError);
    expect((error as QuotaError).message).toBe(
      "[Errno 28] No space left on device: 'model' (20.5 MB)",
    );
  } finally {
    await session.send(override, { origin });
  }
  expect((await files.list()).map(({ path }) => path)).toEqual(['model', 'model/saved_model.pb']);
  expect(await unfinished(name)).toEqual([]);
});

it('keeps what another writer is staging when a workspace is opened', async () => {
  const name = newName();
  const files = await openWorkspace(name);
  const { worker, said } = startWriter(name, 300_000);
  await said;
  const failed = vi.fn();
  worker.onerror = failed;
  for (let i = 0; i < 30; i++) await openWorkspace(name);
  const before = await numberOf(files, 300_000);
  await vi.waitUntil(async () => (await numberOf(files, 300_000)) !== before, { timeout: 10_000 });
  expect(failed).not.toHaveBeenCalled();
  worker.terminate();
});

it('a marker that has lost its content keeps nobody from the files', async () => {
  const name = newName();
  const files = await openWorkspace(name);
  await files.writeDirectory('model', new Map([['a', Uint8Array.of(1)]]));
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
  const hidden = await root.getDirectoryHandle('.slipway');
  const pending = await hidden.getDirectoryHandle('pending', { create: true });
  for (const content of ['', '\0\0\0\0', 'null', '{"target": 1}']) {
    const marker = await pending.getFileHandle(crypto.randomUUID(), { create: true });
    const writable = await marker.createWritable();
    await writable.write(content);
    await writable.close();
    expect([...(await files.read('model/a'))]).toEqual([1]);
    await files.write('b', Uint8Array.of(2));
  }
  await openWorkspace(name);
  expect(await unfinished(name)).toEqual([]);
});
