import type { ContainerInfo, EjectedFile, LogLine, RequestRecord, ServingChanges } from '#protocol';
import { readZip } from '#containers/zip';
import { MemoryWorkspace } from '#workspace';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServerState, type Serving } from './server-state.svelte';

function containerOf(id: string, state: 'running' | 'exited' = 'running'): ContainerInfo {
  return { id, name: `name-${id}`, state, models: [], listening: [] } as unknown as ContainerInfo;
}

const lineOf = (seq: number, container: string): LogLine => ({
  seq,
  container,
  stream: 'stderr',
  time: 0,
  text: `line ${seq}`,
});

const recordOf = (seq: number) => ({ seq, container: 'a' }) as RequestRecord;

/** A host that says what the test tells it to. */
class FakeHost {
  changes: ServingChanges = { cursor: 0, containers: [], logs: [], requests: [] };
  ejected: readonly EjectedFile[] = [];
  failure: Error | undefined;
  refusal: string | undefined;
  readonly cursors: number[] = [];
  readonly calls: string[] = [];

  readonly #change = async (name: string, container: string) => {
    this.calls.push(`${name} ${container}`);
    return this.refusal === undefined
      ? ({ ok: true, value: container } as const)
      : ({ ok: false, message: this.refusal, code: 1 } as const);
  };

  readonly api: Serving = {
    changes: async (cursor) => {
      this.cursors.push(cursor);
      if (this.failure) throw this.failure;
      const { logs, requests } = this.changes;
      return {
        ...this.changes,
        logs: logs.filter(({ seq }) => seq > cursor),
        requests: requests.filter(({ seq }) => seq > cursor),
      };
    },
    start: (container) => this.#change('start', container),
    stop: (container) => this.#change('stop', container),
    remove: (container) => this.#change('remove', container),
    request: async () => undefined,
    clearRequests: async () => void this.calls.push('clear'),
    http: async () => undefined,
    eject: async () => ({ ok: true, value: this.ejected }),
  };
}

let host: FakeHost;
let workspace: MemoryWorkspace;
let saved: [name: string, bytes: Uint8Array<ArrayBuffer>][];
let isHidden: boolean;
let server: ServerState;

beforeEach(() => {
  vi.useFakeTimers();
  host = new FakeHost();
  workspace = new MemoryWorkspace();
  saved = [];
  isHidden = false;
  server = new ServerState({
    api: host.api,
    workspace: async () => workspace,
    saveAs: (...file) => saved.push(file),
    isHidden: () => isHidden,
  });
});

afterEach(() => void vi.useRealTimers());

const elapse = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

test('nothing is asked before somebody looks', async () => {
  await elapse(5000);
  expect(host.cursors).toEqual([]);
  await server.look();
  await elapse(5000);
  expect(host.cursors).toHaveLength(1);
});

test('while it is watched, the host is asked once a second', async () => {
  const stop = server.watch();
  await elapse(3500);
  expect(host.cursors).toHaveLength(4);
  stop();
  await elapse(5000);
  expect(host.cursors).toHaveLength(5);
});

test('a running container is asked about though nobody watches, less often when the page is hidden', async () => {
  host.changes = { ...host.changes, containers: [containerOf('a')] };
  await server.look();
  await elapse(2500);
  expect(host.cursors).toHaveLength(3);
  isHidden = true;
  await elapse(600);
  await elapse(1800);
  expect(host.cursors).toHaveLength(4);
  host.changes = { ...host.changes, containers: [containerOf('a', 'exited')] };
  await elapse(10_000);
  expect(host.cursors).toHaveLength(5);
});

test.each(['.slipway/serving', '.slipway/serving-in-page'])(
  'containers of an earlier visit are found in %s, and where there was none nobody is asked',
  async (place) => {
    await server.resume();
    expect(host.cursors).toEqual([]);
    await workspace.write(`${place}/state.json`, new Uint8Array(1));
    await server.resume();
    expect(host.cursors).toEqual([0]);
  },
);

test('what is new is added, and no more is kept than can be shown', async () => {
  const logs = Array.from({ length: 3000 }, (_, index) => lineOf(index + 1, 'a'));
  const requests = Array.from({ length: 600 }, (_, index) => recordOf(3001 + index));
  host.changes = { cursor: 3600, containers: [containerOf('a')], logs, requests };
  await server.look();
  host.changes = { ...host.changes, cursor: 3601, logs: [...logs, lineOf(3601, 'a')] };
  await server.look();
  expect(host.cursors).toEqual([0, 3600]);
  expect(server.logOf('a')).toHaveLength(2000);
  expect(server.logOf('a').at(-1)?.seq).toBe(3601);
  expect(server.requests).toHaveLength(500);
  expect(server.requests[0]?.seq).toBe(3101);
});

test('a host that counts from the beginning again is read from the beginning', async () => {
  host.changes = { cursor: 9, containers: [containerOf('a')], logs: [], requests: [recordOf(9)] };
  await server.look();
  host.changes = { ...host.changes, cursor: 2, requests: [recordOf(2)] };
  await server.look();
  expect(server.requests.map(({ seq }) => seq)).toEqual([2]);
});

test('lines go with their container', async () => {
  host.changes = {
    cursor: 2,
    containers: [containerOf('a'), containerOf('b')],
    logs: [lineOf(1, 'a'), lineOf(2, 'b')],
    requests: [],
  };
  await server.look();
  host.changes = { ...host.changes, containers: [containerOf('b')] };
  await server.look();
  expect([server.logOf('a').length, server.logOf('b').length]).toEqual([0, 1]);
});

test('the selection falls back to a container that runs', async () => {
  host.changes = { ...host.changes, containers: [containerOf('a', 'exited'), containerOf('b')] };
  await server.look();
  expect(server.selected?.id).toBe('b');
  server.select('a');
  expect(server.selected?.id).toBe('a');
  host.changes = { ...host.changes, containers: [containerOf('b')] };
  await server.look();
  expect(server.selected?.id).toBe('b');
});

test('a refusal is told in the words of Docker, until the next attempt', async () => {
  host.refusal = 'Error response from daemon: no';
  await server.remove(containerOf('a'));
  expect(server.problem).toBe('Error response from daemon: no');
  host.refusal = undefined;
  await server.stop(containerOf('a'));
  expect(server.problem).toBeUndefined();
  expect(host.calls).toEqual(['remove a', 'stop a']);
});

test('an outage is told while it lasts', async () => {
  host.failure = new Error('gone');
  const stop = server.watch();
  await elapse(0);
  expect(server.outage).toBe('The container host does not answer: gone');
  host.failure = undefined;
  await elapse(1000);
  expect(server.outage).toBeUndefined();
  stop();
});

test('cleared requests are gone', async () => {
  host.changes = { ...host.changes, cursor: 1, requests: [recordOf(1)] };
  await server.look();
  await server.clearRequests();
  expect(server.requests).toEqual([]);
  expect(host.calls).toEqual(['clear']);
});

test('an ejected container comes as a zip with copies of its files', async () => {
  vi.useRealTimers();
  await workspace.write('serving/1/saved_model.pb', Uint8Array.of(1, 2));
  host.ejected = [
    { path: 'README.md', text: 'Über' },
    { path: 'requests/001.json', bytes: Uint8Array.of(255) },
    { path: 'serving/1/saved_model.pb', copyOf: 'serving/1/saved_model.pb' },
  ];
  await server.eject(containerOf('a'));
  const [name, bytes] = saved[0]!;
  expect(name).toBe('name-a-eject.zip');
  expect([...(await readZip(bytes, { name }))]).toEqual([
    ['README.md', new TextEncoder().encode('Über')],
    ['requests/001.json', Uint8Array.of(255)],
    ['serving/1/saved_model.pb', Uint8Array.of(1, 2)],
  ]);
});

test('a file that is gone meanwhile is told', async () => {
  host.ejected = [{ path: 'a', copyOf: 'not/there' }];
  await server.eject(containerOf('a'));
  expect(saved).toEqual([]);
  expect(server.problem).toContain('not/there');
});
