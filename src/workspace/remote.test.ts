import { FileNotFoundError, QuotaError } from '#errors';
import { expect, test, vi } from 'vitest';
import { MemoryWorkspace, openSharedWorkspace, serveWorkspace } from './index';

test('both ends see the same files and are told of the other’s changes', async () => {
  const home = new MemoryWorkspace();
  const remote = await openSharedWorkspace(serveWorkspace(home));
  const [atHome, away] = [vi.fn(), vi.fn()];
  home.watch(atHome);
  remote.watch(away);
  await remote.write('from/kernel', Uint8Array.of(1));
  await home.write('from/page', Uint8Array.of(2));
  expect(atHome).toHaveBeenCalledTimes(2);
  await vi.waitUntil(() => away.mock.calls.length === 2);
  expect((await home.list()).map(({ path }) => path)).toEqual(['from', 'from/kernel', 'from/page']);
  expect(await remote.read('from/page')).toEqual(Uint8Array.of(2));
});

test('reading takes nothing away from its home', async () => {
  const home = new MemoryWorkspace();
  const remote = await openSharedWorkspace(serveWorkspace(home));
  await home.write('a', Uint8Array.of(1, 2));
  expect(await remote.read('a')).toEqual(await remote.read('a'));
});

test('errors come in their class, with hint and place', async () => {
  const home = new MemoryWorkspace();
  const remote = await openSharedWorkspace(serveWorkspace(home));
  const missing = await remote.read('none').catch((reason: unknown) => reason);
  expect(missing).toBeInstanceOf(FileNotFoundError);
  expect(missing).toMatchObject({ place: 'none', hint: expect.stringContaining('files panel') });
  vi.spyOn(home, 'write').mockRejectedValue(new QuotaError('full', { hint: 'Delete a.' }));
  const full = await remote.write('b', Uint8Array.of(1)).catch((reason: unknown) => reason);
  expect(full).toBeInstanceOf(QuotaError);
  expect(full).toMatchObject({ name: 'OSError', message: 'full', hint: 'Delete a.' });
});

test('files outlive the worker that wrote them', async () => {
  const home = new MemoryWorkspace();
  const first = serveWorkspace(home);
  const killed = await openSharedWorkspace(first);
  await killed.write('kept', Uint8Array.of(7));
  first.close();
  const next = await openSharedWorkspace(serveWorkspace(home));
  expect(await next.read('kept')).toEqual(Uint8Array.of(7));
});
