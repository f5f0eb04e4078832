import { afterEach, expect, test, vi } from 'vitest';
import { KernelClient } from './kernel-client';
import type { KernelClientEvent } from './kernel-events';
import { FakeWorker, type FakeCell } from './testing';

const opened: KernelClient[] = [];

afterEach(() => {
  for (const client of opened.splice(0)) client.dispose();
});

/** Cells are the names of what they do. */
const behave: FakeCell = async ({ code, runId }, emit, interrupted) => {
  const say = (text: string, id = runId) =>
    emit({ type: 'output', runId: id, output: { kind: 'stream', stream: 'stdout', text } });
  if (code === 'fail') return 'error';
  if (code === 'gentle') {
    say('going');
    await interrupted;
    return 'stopped';
  }
  if (code === 'deaf') {
    say('going');
    await new Promise(() => undefined);
  }
  if (code === 'fit') {
    emit({ type: 'busy', runId, what: 'fit', patience: 5000 });
    say('going');
    await interrupted;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'stopped';
  }
  if (code === 'old output') say('late', runId - 1);
  return 'ok';
};

function open(boot?: () => Promise<void>) {
  const workers: FakeWorker[] = [];
  const events: KernelClientEvent[] = [];
  const client = new KernelClient({
    kernel: { backend: undefined, baseUrl: '' },
    onEvent: (event) => events.push(event),
    spawn: () => {
      workers.push(new FakeWorker(behave, boot));
      return workers.at(-1)!;
    },
  });
  opened.push(client);
  const run = (code: string, cellId = code) =>
    client.run({ cellId, lesson: 'l', language: 'ts', code }).result;
  const going = () => vi.waitUntil(() => events.some(({ type }) => type === 'output'));
  const of = <T extends KernelClientEvent['type']>(type: T) =>
    events.filter((e): e is Extract<KernelClientEvent, { type: T }> => e.type === type);
  return { client, workers, events, run, going, of };
}

test('the worker starts with the first cell and serves the next', async () => {
  const { client, workers, run, of } = open();
  expect(client.status).toBe('off');
  expect(workers).toHaveLength(0);
  expect(await run('a')).toMatchObject({ status: 'ok' });
  await run('b');
  expect(workers).toHaveLength(1);
  expect(of('status').map(({ status }) => status)).toEqual([
    'starting',
    'idle',
    'running',
    'idle',
    'running',
    'idle',
  ]);
});

test('cells run one at a time, in order', async () => {
  const { run, of } = open();
  await Promise.all([run('a'), run('b'), run('c')]);
  expect(of('started').map(({ cellId, runId }) => [cellId, runId])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});

test('a failure clears the rest of the queue', async () => {
  const { run, of } = open();
  const results = await Promise.all([run('a'), run('fail'), run('c'), run('d')]);
  expect(results.slice(2)).toEqual(['cleared', 'cleared']);
  expect(of('started')).toHaveLength(2);
  expect(await run('c')).toMatchObject({ status: 'ok' });
});

test('what an older run says late is told as its own', async () => {
  const { run, of } = open();
  await run('a');
  await run('old output');
  expect(of('output')).toMatchObject([{ runId: 1, output: { text: 'late' } }]);
});

test('a cell that listens is stopped gently, and the rest is cleared', async () => {
  const { client, workers, run, going } = open();
  const results = Promise.all([run('gentle'), run('b')]);
  await going();
  expect(await client.stop()).toBe('gentle');
  expect(await results).toMatchObject([{ status: 'stopped' }, 'cleared']);
  expect(workers).toHaveLength(1);
});

test('a cell that does not listen is ended with its worker, and a fresh one tells what was lost', async () => {
  const { client, workers, run, going, of } = open();
  await run('a');
  await run('a');
  const result = run('deaf');
  await going();
  expect(await client.stop()).toBe('killed');
  expect(await result).toMatchObject({ status: 'stopped' });
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  expect(of('restarted')).toMatchObject([
    {
      lost: [
        { lesson: 'l', cellId: 'a' },
        { lesson: 'l', cellId: 'deaf' },
      ],
    },
  ]);
  expect(await run('b')).toMatchObject({ status: 'ok' });
});

test('work that asked for patience gets it', async () => {
  const { client, workers, run, going } = open();
  const result = run('fit');
  await going();
  expect(await client.stop()).toBe('gentle');
  expect(await result).toMatchObject({ status: 'stopped' });
  expect(workers).toHaveLength(1);
});

test('a second stop does not wait', async () => {
  const { client, run, going } = open();
  const result = run('fit');
  await going();
  const first = client.stop();
  expect(client.status).toBe('stopping');
  expect(await Promise.all([client.stop(), first])).toEqual(['killed', 'killed']);
  expect(await result).toMatchObject({ status: 'stopped' });
});

test('a stop while the kernel starts costs no kernel', async () => {
  let boot!: () => void;
  const { client, workers, run } = open(() => new Promise((resolve) => (boot = resolve)));
  const result = run('a');
  await vi.waitUntil(() => boot);
  expect(await client.stop()).toBe('gentle');
  expect(await result).toMatchObject({ status: 'stopped' });
  boot();
  expect(await run('b')).toMatchObject({ status: 'ok' });
  expect(workers).toHaveLength(1);
});

test('a worker that dies ends the cell with its message, and a fresh one starts', async () => {
  const { workers, run, going, of } = open();
  const results = Promise.all([run('deaf'), run('b')]);
  await going();
  workers[0]!.die('out of memory');
  expect(await results).toMatchObject([{ status: 'error' }, 'cleared']);
  expect(of('output').at(-1)).toMatchObject({
    output: {
      kind: 'error',
      error: { name: 'RuntimeError', message: 'The kernel ended by itself: out of memory' },
    },
  });
  expect(of('restarted')).toHaveLength(1);
  expect(await run('a')).toMatchObject({ status: 'ok' });
});

test('a kernel that cannot start says so in the cell, and is tried again', async () => {
  let isBroken = true;
  const { workers, run, of } = open(async () => {
    if (isBroken) throw new Error('no disk');
  });
  expect(await run('a')).toMatchObject({ status: 'error' });
  expect(of('output')).toMatchObject([{ output: { error: { message: 'no disk' } } }]);
  isBroken = false;
  expect(await run('a')).toMatchObject({ status: 'ok' });
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
});

test('stop with nothing running is gentle', async () => {
  expect(await open().client.stop()).toBe('gentle');
});
