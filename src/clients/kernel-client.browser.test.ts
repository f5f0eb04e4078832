/** The client and a kernel in a real worker; only the learner API is a stand-in. */
import { afterEach, expect, test, vi } from 'vitest';
import type { KernelClientEvent } from './kernel-events';
import { KernelClient } from './kernel-client';

const opened: KernelClient[] = [];

afterEach(() => {
  for (const client of opened.splice(0)) client.dispose();
});

function open() {
  const events: KernelClientEvent[] = [];
  const client = new KernelClient({
    kernel: { backend: undefined, baseUrl: location.origin },
    onEvent: (event) => events.push(event),
    spawn: () =>
      new Worker(new URL('../kernel/testing.worker.ts', import.meta.url), { type: 'module' }),
  });
  opened.push(client);
  const outputs = () => events.flatMap((e) => (e.type === 'output' ? [e.output] : []));
  const text = () =>
    outputs()
      .map((o) => (o.kind === 'stream' ? o.text : ''))
      .join('');
  return {
    client,
    events,
    outputs,
    text,
    run: (code: string) =>
      client.run({ cellId: 'cell', lesson: 'lesson', language: 'ts', code }).result,
    prints: (expected: string) => vi.waitUntil(() => text().includes(expected), { timeout: 5000 }),
  };
}

test('an endless loop is ended with its worker, and a fresh kernel runs the next cell', async () => {
  const { client, events, run, prints, outputs } = open();
  await run('const before = 1');
  const result = run('print("go"); for (;;) {}');
  await prints('go');
  expect(await client.stop()).toBe('killed');
  expect(await result).toMatchObject({ status: 'stopped' });
  expect(events.filter(({ type }) => type === 'restarted')).toHaveLength(1);
  expect(await run('before')).toMatchObject({ status: 'error' });
  await run('1 + 1');
  expect(outputs().at(-1)).toEqual({ kind: 'value', text: '2' });
});

test('an await that never ends, and a loop of awaits, are stopped gently', async () => {
  const { client, run, prints } = open();
  for (const wait of ['await new Promise(() => {})', 'for (;;) await null']) {
    const result = run(`print("go ${wait}"); ${wait}`);
    await prints(`go ${wait}`);
    expect(await client.stop()).toBe('gentle');
    expect(await result).toMatchObject({ status: 'stopped' });
  }
});

test('text is shown while the cell that prints it computes without a pause', async () => {
  const { client, run, prints } = open();
  const result = run('print("first"); for (let i = 0; ; i++) if (i % 1e6 == 0) print("more")');
  await prints('first');
  await prints('more');
  await client.stop();
  await result;
});

test('a loop that prints for ever is cut off and can be stopped', async () => {
  const { client, run, outputs } = open();
  const result = run('for (;;) console.log("x".repeat(50))');
  await vi.waitUntil(() => outputs().some(({ kind }) => kind === 'note'), { timeout: 5000 });
  await client.stop();
  await result;
  expect(outputs().length).toBeLessThan(1000);
});

test('all output of a run is there before its result', async () => {
  const { run, text } = open();
  await run('for (let i = 0; i < 100; i++) print(i)');
  expect(text()).toContain('99');
});

test('an error after many awaits points at the line of the cell', async () => {
  const { run, outputs } = open();
  await run('const f = async () => {\n  await wait(2)\n  await fail("boom")\n}\nawait f()');
  expect(outputs()).toMatchObject([
    {
      kind: 'error',
      error: {
        name: 'TypeError',
        message: 'boom',
        frames: [
          { cellId: 'cell', line: 3, column: 3 },
          { cellId: 'cell', line: 5, column: 1 },
        ],
      },
    },
  ]);
});

test('a promise that nobody handles is an error of the cell, not of the worker', async () => {
  const { run, outputs, events } = open();
  await run(
    'void Promise.reject(new Error("lost")); setTimeout(() => failNow("late"), 1); await wait(50)',
  );
  expect(outputs()).toMatchObject([{ error: { message: 'lost' } }, { error: { message: 'late' } }]);
  expect(events.some(({ type }) => type === 'restarted')).toBe(false);
});

test('an error of restore keeps its class and its hint', async () => {
  const { client } = open();
  const checkpoint = { path: 'none', lesson: 'l', variable: 'm', epoch: 1, epochs: 1, saved: 0 };
  await expect(client.restore(checkpoint)).rejects.toMatchObject({
    name: 'FileNotFoundError',
    hint: 'Train it again.',
  });
});

test('the call that would close the worker is not in scope', async () => {
  const { run, outputs } = open();
  await run('close()');
  expect(outputs()).toMatchObject([{ error: { name: 'TypeError' } }]);
});
