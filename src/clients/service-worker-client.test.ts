import type { OfflineState } from '#protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServiceWorkerClient, type ServiceWorkerOptions } from './service-worker-client';

const ENTRY = 'https://example.test/assets/main.js';
const READY: OfflineState = { kind: 'ready', totalBytes: 9 };

class FakeWorker extends EventTarget {
  state = 'installing';
  readonly messages: unknown[] = [];

  postMessage(message: unknown): void {
    this.messages.push(message);
  }

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeContainer extends EventTarget {
  controller: unknown = null;
  readonly registration = Object.assign(new EventTarget(), {
    installing: null as FakeWorker | null,
    waiting: null as FakeWorker | null,
    active: null as FakeWorker | null,
    update: vi.fn(async () => undefined),
  });
  register = async (): Promise<unknown> => this.registration;
  startMessages = () => undefined;

  /** As on the first visit. */
  claim(): void {
    this.registration.active = new FakeWorker();
    this.controller = this.registration.active;
    this.dispatchEvent(new Event('controllerchange'));
  }

  say(data: unknown, ports: unknown[] = []): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data, ports }));
  }

  report(state: OfflineState, entry = ENTRY): void {
    this.say({ type: 'offline:state', state, entry });
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(container: FakeContainer | undefined, options: Partial<ServiceWorkerOptions> = {}) {
  const states: OfflineState[] = [];
  const reload = vi.fn();
  const client = new ServiceWorkerClient({
    container: container as unknown as ServiceWorkerContainer,
    script: 'https://example.test/serving.sw.js',
    entry: ENTRY,
    calm: async () => undefined,
    reload,
    ...options,
  });
  client.subscribe((state) => states.push(state));
  return { client, states, reload };
}

async function openControlled() {
  const container = new FakeContainer();
  container.claim();
  const opened = open(container);
  await opened.client.ready;
  await vi.advanceTimersByTimeAsync(0);
  return { container, active: container.registration.active!, ...opened };
}

test('says why there is no service worker', async () => {
  const { client, states } = open(undefined, { refusal: 'No https.' });
  expect(await client.ready).toBeUndefined();
  expect(states).toEqual([{ kind: 'unavailable', reason: 'No https.' }]);
});

test.each([
  [
    'refused',
    async () => Promise.reject(new Error('Denied')),
    'refuses the service worker: Denied',
  ],
  ['resolved to nothing', async () => undefined, 'blocks service workers'],
])('a registration that is %s leaves the page without', async (_, register, reason) => {
  const container = new FakeContainer();
  container.register = register;
  const { client, states } = open(container);
  expect(await client.ready).toBeUndefined();
  expect(states).toEqual([{ kind: 'unavailable', reason: expect.stringContaining(reason) }]);
});

test('is ready once the first worker has claimed the page, and has it fill the copy', async () => {
  const container = new FakeContainer();
  container.registration.installing = new FakeWorker();
  const { client } = open(container);
  await vi.advanceTimersByTimeAsync(0);
  container.claim();
  expect(await client.ready).toBe(container.registration);
  await vi.advanceTimersByTimeAsync(0);
  expect(container.registration.active!.messages).toContainEqual({ type: 'offline:fill' });
});

test('a first worker that cannot be installed leaves the page without', async () => {
  const container = new FakeContainer();
  const worker = (container.registration.installing = new FakeWorker());
  const { client, states } = open(container);
  await vi.advanceTimersByTimeAsync(0);
  worker.become('redundant');
  expect(await client.ready).toBeUndefined();
  expect(states).toMatchObject([{ kind: 'unavailable' }]);
});

test('a page loaded past the worker does not wait for ever', async () => {
  const container = new FakeContainer();
  container.registration.active = new FakeWorker();
  const { client } = open(container);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await client.ready).toBe(container.registration);
});

test('asks again while the copy is being filled, since the worker may have been ended', async () => {
  const { container, active, states } = await openControlled();
  container.report({ kind: 'caching', doneBytes: 1, totalBytes: 9 });
  const before = active.messages.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(active.messages).toHaveLength(before + 1);
  container.report(READY);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(active.messages).toHaveLength(before + 1);
  expect(states.at(-1)).toEqual(READY);
});

test('looks for a new build when something is missing: the server may no longer have it', async () => {
  const { container } = await openControlled();
  container.report(READY);
  expect(container.registration.update).not.toHaveBeenCalled();
  container.report({
    kind: 'incomplete',
    missing: ['a.js'],
    doneBytes: 1,
    totalBytes: 9,
    reason: 'a.js could not be fetched.',
  });
  expect(container.registration.update).toHaveBeenCalledOnce();
});

test('answers which main script the page has', async () => {
  const { container } = await openControlled();
  const port = { postMessage: vi.fn() };
  container.say({ type: 'offline:which-entry' }, [port]);
  expect(port.postMessage).toHaveBeenCalledWith(ENTRY);
});

test('a new worker that waits is an update; it takes over before the page is loaded anew', async () => {
  const { container, client, states, reload } = await openControlled();
  const worker = (container.registration.installing = new FakeWorker());
  container.registration.dispatchEvent(new Event('updatefound'));
  container.registration.waiting = worker;
  worker.become('installed');
  expect(states.at(-1)).toEqual({ kind: 'update-ready' });
  container.report(READY);
  expect(states.at(-1)).toEqual({ kind: 'update-ready' });
  client.update();
  expect(worker.messages).toEqual([{ type: 'offline:take-over' }]);
  expect(reload).not.toHaveBeenCalled();
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledOnce();
});

test('where another page has let the update in, this one is reloaded when its reader wants', async () => {
  const { container, client, states, reload } = await openControlled();
  container.report(READY, 'https://example.test/assets/next.js');
  expect(states.at(-1)).toEqual({ kind: 'update-ready' });
  expect(reload).not.toHaveBeenCalled();
  client.update();
  expect(reload).toHaveBeenCalledOnce();
});

test('messages of others are left alone', async () => {
  const { container, states } = await openControlled();
  for (const data of [undefined, null, 'text', { type: 'other' }]) container.say(data);
  expect(states).toEqual([]);
});
