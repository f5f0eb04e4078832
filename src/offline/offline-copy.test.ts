import type { OfflineState } from '#protocol';
import { expect, test, vi } from 'vitest';
import { AppCache } from './app-cache';
import { OfflineCopy } from './offline-copy';
import { buildOf, FakeCaches, navigation, SCOPE, serverOf, type Served } from './testing';

const TEXTS = {
  'index.html': '<html>old</html>',
  'assets/main.js': 'main()',
  'assets/part.js': 'part()',
  'data/index.json': '{"data":true}',
};

async function copyOf(
  texts: Record<string, string> = TEXTS,
  served: Served = { ...texts },
  caches = new FakeCaches(),
) {
  const server = serverOf(served);
  const cache = new AppCache(await buildOf(texts['index.html']!, texts), SCOPE, caches.storage);
  const states: OfflineState[] = [];
  const report = (state: OfflineState) => states.push(state);
  const machine = { room: Infinity };
  const room = async () => machine.room;
  const copy = new OfflineCopy({ cache, scope: SCOPE, fetch: server.fetch, room, report });
  const kept: Promise<unknown>[] = [];
  const ask = (request: Request) => copy.respond(request, (work) => kept.push(work));
  const get = (path: string) => ask(new Request(new URL(path, SCOPE)));
  return { copy, cache, caches, server, states, ask, get, kept, machine };
}

function signal() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

const noNetwork = () => Promise.reject(new TypeError('Failed to fetch'));

test('fetches every file once, tells how far it is, and answers without network then', async () => {
  const { copy, server, states, get } = await copyOf();
  expect(await copy.fill()).toEqual({ kind: 'ready', totalBytes: 41 });
  expect(server.requests).toEqual([
    'assets/main.js',
    'assets/part.js',
    'data/index.json',
    'index.html',
  ]);
  expect(states[0]).toEqual({ kind: 'caching', doneBytes: 0, totalBytes: 41 });
  expect(states.at(-1)).toEqual({ kind: 'ready', totalBytes: 41 });
  for (const path of Object.keys(server.served)) server.served[path] = noNetwork;
  expect(await (await get('assets/part.js'))!.text()).toBe('part()');
  expect(await (await get('data/index.json'))!.text()).toBe('{"data":true}');
});

test('who asks while it is being filled gets the same promise', async () => {
  const { copy, server } = await copyOf();
  await Promise.all([copy.fill(), copy.fill()]);
  expect(server.requests).toHaveLength(4);
});

test('names what is missing and why; a retry fetches only that', async () => {
  const { copy, server } = await copyOf(TEXTS, { ...TEXTS, 'assets/part.js': noNetwork });
  expect(await copy.fill()).toEqual({
    kind: 'incomplete',
    missing: ['assets/part.js'],
    doneBytes: 35,
    totalBytes: 41,
    reason:
      'assets/part.js could not be fetched: Failed to fetch. ' +
      'Check the connection, then retry; 0.0 MB are missing.',
  });
  server.requests.length = 0;
  server.served['assets/part.js'] = TEXTS['assets/part.js'];
  expect((await copy.fill()).kind).toBe('ready');
  expect(server.requests).toEqual(['assets/part.js']);
});

test('keeps no page of a captive portal', async () => {
  const portal = () =>
    new Response('<h1>Log in</h1>', { headers: { 'content-type': 'text/html' } });
  const { copy, caches } = await copyOf(TEXTS, {
    'index.html': portal,
    'assets/main.js': portal,
    'assets/part.js': portal,
    'data/index.json': portal,
  });
  expect((await copy.fill()).kind).toBe('incomplete');
  expect(caches.entries.size).toBe(0);
});

test('stops when the browser has no more room, and says what to do', async () => {
  const { copy, caches, server } = await copyOf();
  caches.refusal = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
  const state = await copy.fill();
  expect(state).toMatchObject({ kind: 'incomplete', reason: expect.stringContaining('Free disk') });
  expect(server.requests.length).toBeLessThanOrEqual(2);
});

test('leaves room for the files of the learner', async () => {
  const { copy, machine, server, get, kept, caches } = await copyOf();
  machine.room = 32e6;
  await get('assets/part.js');
  await Promise.all(kept);
  expect(caches.entries.size).toBe(0);
  server.requests.length = 0;
  const reason = expect.stringContaining('delete files that you no longer need');
  expect(await copy.fill()).toMatchObject({ kind: 'incomplete', doneBytes: 0, reason });
  expect(server.requests).toEqual([]);
  machine.room += 41;
  expect((await copy.fill()).kind).toBe('ready');
});

test('where the browser keeps nothing, pages get their files from the network, and hear why', async () => {
  const { copy, caches, states, get, ask, server } = await copyOf();
  caches.open = () => Promise.reject(new Error('The operation is insecure.'));
  server.served[''] = TEXTS['index.html'];
  expect(await (await ask(navigation('')))!.text()).toBe(TEXTS['index.html']);
  expect(await (await get('assets/part.js'))!.text()).toBe('part()');
  expect(await (await get('assets/old.js'))!.status).toBe(404);
  await copy.fill();
  expect(states.at(-1)).toMatchObject({
    kind: 'incomplete',
    reason: expect.stringContaining('keeps no files of this page: The operation is insecure.'),
  });
});

test('filling waits while a page is loading', async () => {
  const { promise, resolve: arrive } = signal();
  const slow = async () => {
    await promise;
    return new Response('part()');
  };
  const { copy, server, get } = await copyOf(TEXTS, { ...TEXTS, 'assets/part.js': slow });
  const asked = get('assets/part.js');
  await vi.waitFor(() => expect(server.requests).toEqual(['assets/part.js']));
  const filled = copy.fill();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(server.requests).toEqual(['assets/part.js']);
  arrive();
  await (await asked)!.text();
  expect((await filled).kind).toBe('ready');
});

test('the start page comes from the copy, whatever the query', async () => {
  const { copy, server, ask } = await copyOf();
  await copy.fill();
  server.served['index.html'] = noNetwork;
  for (const path of ['', '?backend=cpu', 'index.html', 'index.html?a#/lesson']) {
    expect(await (await ask(navigation(path)))!.text()).toBe('<html>old</html>');
  }
});

test('until the copy is whole, the network has the newest start page; without it there is the copy', async () => {
  const { copy, server, ask } = await copyOf(TEXTS, { ...TEXTS, 'assets/part.js': noNetwork });
  await copy.fill();
  server.served[''] = '<html>new</html>';
  expect(await (await ask(navigation('')))!.text()).toBe('<html>new</html>');
  server.served[''] = noNetwork;
  expect(await (await ask(navigation('')))!.text()).toBe('<html>old</html>');
});

test('what a page fetches is kept, and not fetched again', async () => {
  const { copy, server, get, kept } = await copyOf();
  expect(await (await get('assets/part.js'))!.text()).toBe('part()');
  await Promise.all(kept);
  await copy.fill();
  expect(server.requests.filter((path) => path === 'assets/part.js')).toHaveLength(1);
});

test('what is being fetched to be kept answers a page too, from its first byte on', async () => {
  const { promise, resolve: arrive } = signal();
  const slow = () => {
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      async start(stream) {
        stream.enqueue(encoder.encode('par'));
        await promise;
        stream.enqueue(encoder.encode('t()'));
        stream.close();
      },
    });
    return new Response(body);
  };
  const { copy, server, get } = await copyOf(TEXTS, { ...TEXTS, 'assets/part.js': slow });
  const filled = copy.fill();
  await vi.waitFor(() => expect(server.requests).toContain('index.html'));
  const response = (await get('assets/part.js'))!;
  arrive();
  expect(await response.text()).toBe('part()');
  expect((await filled).kind).toBe('ready');
  expect(server.requests.filter((path) => path === 'assets/part.js')).toHaveLength(1);
  expect(await (await get('assets/part.js'))!.text()).toBe('part()');
});

test('a wrong answer reaches the page that asked, and nobody else', async () => {
  const { get, kept, caches } = await copyOf(TEXTS, {});
  expect((await get('assets/part.js'))!.status).toBe(404);
  await Promise.all(kept);
  expect(caches.entries.size).toBe(0);
});

test('leaves alone what is not of the app', async () => {
  const { ask, get } = await copyOf();
  expect(get('notes.txt')).toBeUndefined();
  expect(get('/elsewhere/index.html')).toBeUndefined();
  expect(get('http://localhost:8501/v1/models/m')).toBeUndefined();
  expect(ask(new Request(`${SCOPE}index.html`, { method: 'POST' }))).toBeUndefined();
  expect(ask(new Request(`${SCOPE}assets/main.js`, { headers: { range: 'bytes=0-1' } }))).toBe(
    undefined,
  );
});

test('a new build shares what did not change, and still answers for pages of the old one', async () => {
  const old = await copyOf();
  await old.copy.fill();
  const texts = {
    'index.html': '<html>new</html>',
    'assets/main.js': 'main()',
    'assets/p2.js': '2',
  };
  const next = await copyOf(texts, { ...texts }, old.caches);
  await next.copy.fill();
  expect(next.server.requests).toEqual(['assets/p2.js', 'index.html']);
  expect(await (await next.get('assets/part.js'))!.text()).toBe('part()');
  expect(await (await next.ask(navigation('')))!.text()).toBe('<html>new</html>');
  await next.cache.removeOtherBuilds();
  expect(await next.cache.missing()).toEqual([]);
  expect((await next.get('assets/part.js'))!.status).toBe(404);
});
