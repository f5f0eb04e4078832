import { beforeEach, expect, test, vi } from 'vitest';
import type { PrecacheManifest } from './manifest';
import { startOffline } from './start-offline';
import { buildOf, FakeCaches, SCOPE, serverOf } from './testing';

const OLD = { 'index.html': 'old', 'assets/main.js': 'main()' };
const NEW = { 'index.html': 'new', 'assets/next.js': 'next()' };

const server = serverOf({});

beforeEach(() => {
  Object.assign(server.served, OLD);
  vi.stubGlobal('fetch', server.fetch);
  return () => vi.unstubAllGlobals();
});

/** A page that answers with its main script. */
function pageOf(entry: string) {
  const messages: unknown[] = [];
  const postMessage = (message: { type: string }, ports?: MessagePort[]) => {
    if (message.type === 'offline:which-entry') ports![0]!.postMessage(SCOPE + entry);
    else messages.push(message);
  };
  return { url: SCOPE, postMessage, messages };
}

function workerOf(
  manifest: PrecacheManifest,
  caches: FakeCaches,
  { active = false, pages = [] as ReturnType<typeof pageOf>[] } = {},
) {
  const events = new EventTarget();
  const worker = Object.assign(events, {
    caches: caches.storage,
    registration: {
      scope: SCOPE,
      active: active || null,
      installing: null as unknown,
      waiting: null,
    },
    serviceWorker: { state: active ? 'installing' : 'activated' },
    clients: { matchAll: async () => pages, claim: vi.fn(async () => undefined) },
    skipWaiting: vi.fn(async () => undefined),
  });
  startOffline(worker as unknown as Parameters<typeof startOffline>[0], manifest);
  /** Dispatches, and waits for what the worker asked to be waited for. */
  async function send(type: string, fields: object = {}) {
    const work: Promise<unknown>[] = [];
    const waitUntil = (promise: Promise<unknown>) => work.push(promise);
    events.dispatchEvent(Object.assign(new Event(type), { waitUntil, ...fields }));
    await Promise.all(work);
  }
  return { worker, send };
}

const fill = { data: { type: 'offline:fill' } };

test('the first worker takes over before anything is fetched, and claims the page', async () => {
  server.requests.length = 0;
  const { worker, send } = workerOf(await buildOf('1', OLD), new FakeCaches());
  await send('install');
  expect(worker.skipWaiting).toHaveBeenCalled();
  expect(server.requests).toEqual([]);
  await send('activate');
  expect(worker.clients.claim).toHaveBeenCalled();
});

test('tells every page how filling goes', async () => {
  const page = pageOf('assets/main.js');
  const { send } = workerOf(await buildOf('1', OLD), new FakeCaches(), { pages: [page] });
  await send('message', fill);
  await vi.waitFor(() => expect(page.messages.length).toBeGreaterThan(1));
  expect(page.messages.at(-1)).toEqual({
    type: 'offline:state',
    state: { kind: 'ready', totalBytes: 9 },
    entry: `${SCOPE}assets/main.js`,
  });
});

async function updated(pages: ReturnType<typeof pageOf>[] = []) {
  const caches = new FakeCaches();
  await workerOf(await buildOf('1', OLD), caches).send('message', fill);
  Object.assign(server.served, NEW);
  const manifest = { ...(await buildOf('2', NEW)), entry: 'assets/next.js' };
  return { caches, ...workerOf(manifest, caches, { active: true, pages }) };
}

test('an update fetches its files before it is installed, says nothing, and waits to be asked', async () => {
  const page = pageOf('assets/main.js');
  const { worker, send, caches } = await updated([page]);
  await send('install');
  expect(worker.skipWaiting).not.toHaveBeenCalled();
  expect(caches.entries.has(`${SCOPE}assets/next.js`)).toBe(true);
  expect(page.messages).toEqual([]);
  await send('message', { data: { type: 'offline:take-over' } });
  expect(worker.skipWaiting).toHaveBeenCalled();
});

test('an update that does not arrive as a whole is not installed', async () => {
  const { send } = await updated();
  server.served['assets/next.js'] = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(send('install')).rejects.toThrow('did not arrive');
});

test('an update of half a copy takes over at once', async () => {
  const manifest = await buildOf('2', NEW);
  const { worker, send } = workerOf(manifest, new FakeCaches(), { active: true });
  await send('install');
  expect(worker.skipWaiting).toHaveBeenCalled();
});

test('is installed where the browser keeps no files', async () => {
  const caches = new FakeCaches();
  caches.open = () => Promise.reject(new Error('refused'));
  const { worker, send } = workerOf(await buildOf('1', OLD), caches, { active: true });
  await send('install');
  expect(worker.skipWaiting).toHaveBeenCalled();
});

test('old files stay while a page of the old build is open, and go when all are of the new one', async () => {
  const pages = [pageOf('assets/next.js'), pageOf('assets/main.js')];
  const { send, caches } = await updated(pages);
  await send('install');
  await send('message', fill);
  expect(caches.entries.has(`${SCOPE}assets/main.js`)).toBe(true);
  pages.pop();
  await send('message', fill);
  expect(caches.entries.has(`${SCOPE}assets/main.js`)).toBe(false);
  expect(caches.entries.has(`${SCOPE}assets/next.js`)).toBe(true);
});

test('old files stay while a newer worker is being installed', async () => {
  const { send, caches, worker } = await updated();
  await send('install');
  worker.registration.installing = {};
  await send('message', fill);
  expect(caches.entries.has(`${SCOPE}assets/main.js`)).toBe(true);
});

test('messages of others are left alone', async () => {
  server.requests.length = 0;
  const { send, worker } = workerOf(await buildOf('1', OLD), new FakeCaches());
  for (const data of [undefined, null, 'text', { type: 'other' }]) await send('message', { data });
  expect(server.requests).toEqual([]);
  expect(worker.skipWaiting).not.toHaveBeenCalled();
});
