/** The browser ends the host's process whenever it likes; the next one goes on as if nothing had been. */
import { QuotaError } from '#errors';
import type { LogLine } from '#protocol';
import { MemoryWorkspace } from '#workspace';
import { describe, expect, test } from 'vitest';
import { createTestHost, exportVersion, getRequest, specOf, type TestHost } from './testing';

async function createServing(): Promise<TestHost> {
  const at = createTestHost();
  await exportVersion(at.workspace, 1);
  return at;
}

/** What containers are, as far as it is written down at once. */
async function visible({ host }: TestHost): Promise<unknown> {
  const containers = await host.containers();
  return containers.map((container) => ({ ...container, requests: 0, errors: 0 }));
}

test('after each step another process finds the same containers', async () => {
  let at = await createServing();
  const steps: ((at: TestHost) => Promise<unknown>)[] = [
    ({ host }) => host.run(specOf({ name: 'web' })),
    ({ host }) => host.run(specOf({ name: 'other', ports: [{ host: 9000, container: 8501 }] })),
    ({ workspace }) => exportVersion(workspace, 2),
    async ({ clock, host }) => [clock.advance(1000), await host.changes(0)],
    ({ host }) => host.stop('web'),
    ({ host }) => host.start('web'),
    ({ host }) => host.kill('other'),
    ({ host }) => host.remove('other', false),
    ({ workspace }) => workspace.remove('serving/fashion/2'),
    ({ host }) => host.run(specOf({ name: 'crashed', ports: [], args: ['--crash'] })),
  ];
  for (const step of steps) {
    await step(at);
    await at.quiet();
    const before = await visible(at);
    const answer = await at.get(8501);
    at = at.reborn();
    expect(await at.get(8501)).toBe(answer);
    expect(await visible(at)).toEqual(before);
  }
});

test('a container whose process was ended before it could load starts again', async () => {
  const at = await createServing();
  await at.host.run(specOf());
  const next = at.reborn();
  await next.host.containers();
  await next.quiet();
  expect(await next.get(8501)).toBe('version 1');
});

test('a loaded version is served from its own copy, whatever becomes of its directory', async () => {
  const at = await createServing();
  await at.host.run(specOf());
  await at.quiet();
  await exportVersion(at.workspace, 1, 'another version 1');
  const second = at.reborn();
  expect(await second.get(8501)).toBe('version 1');
  await second.workspace.remove('serving/fashion/1/weights');
  expect(await second.reborn().get(8501)).toBe('version 1');
});

test('copies of versions that are loaded no more are removed', async () => {
  const copies = async ({ workspace }: TestHost) =>
    (await workspace.list('.slipway/serving', { hidden: true })).filter(({ path }) =>
      path.endsWith('/weights'),
    ).length;
  let at = await createServing();
  await at.host.run(specOf({ name: 'web' }));
  await at.quiet();
  expect(await copies(at)).toBe(1);
  at = at.reborn();
  await exportVersion(at.workspace, 2);
  at.clock.advance(5000);
  expect(await at.get(8501)).toBe('version 2');
  expect(await copies(at)).toBe(1);
  await at.workspace.write('.slipway/serving/loaded/abc/9/weights', new Uint8Array(1));
  at = at.reborn();
  await at.host.wake();
  await at.quiet();
  expect(await copies(at)).toBe(1);
  await at.host.remove('web', true);
  await at.quiet();
  expect(await copies(at)).toBe(0);
});

test('where a poll is long overdue the answer is that of a server that has polled', async () => {
  const at = await createServing();
  await at.host.run(specOf());
  await at.quiet();
  await exportVersion(at.workspace, 2);
  at.clock.advance(60_000);
  expect(await at.reborn().get(8501)).toBe('version 2');
});

test('logs and requests come back, and numbers go on above all that were seen', async () => {
  const at = await createServing();
  await at.host.run(specOf({ name: 'web' }));
  await at.quiet();
  await at.host.http(getRequest(8501, '/missing', Uint8Array.of(1, 2, 255)));
  at.clock.advance(5000);
  await at.host.settled();
  const before = await at.host.changes(0);
  await at.get(8501);
  const { cursor } = await at.host.changes(0);
  const next = at.reborn();
  const after = await next.host.changes(0);
  expect(after.logs).toEqual(before.logs);
  expect(after.requests).toEqual(before.requests);
  expect((await next.host.request(before.requests[0]!.seq))!.requestBody).toEqual({
    bytes: Uint8Array.of(1, 2, 255),
    whole: true,
  });
  await next.get(8501);
  expect((await next.host.changes(cursor)).requests).toHaveLength(1);
});

const text = (content: string) => new TextEncoder().encode(content);
const DAMAGED: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['cut off', Uint8Array.of(0x7b)],
  ['empty', new Uint8Array()],
  ['zeros', new Uint8Array(400)],
  ['null', text('null')],
  ['something else', text('{"format": 1, "sequence": 4, "containers": {}}')],
  ['a list of nothing', text('[null]')],
  ['a container of nothing', text('{"format": 1, "sequence": 4, "containers": [{}]}')],
  ['another format', text('{"format": 2}')],
];

describe.each(['logs.json', 'requests.bin', 'state.json'])('a %s that makes no sense', (file) => {
  test.each(DAMAGED)('%s', async (_, bytes) => {
    const at = await createServing();
    await at.host.run(specOf());
    await at.quiet();
    await at.get(8501);
    await at.host.flush();
    await at.workspace.write(`.slipway/serving/${file}`, bytes);
    const next = at.reborn();
    const { logs, requests, containers } = await next.host.changes(0);
    const told = (lines: readonly LogLine[]) =>
      lines.filter((line) => line.text.startsWith('slipway: what was remembered in '));
    const isForgotten = {
      'logs.json': told(logs).length === logs.length,
      'requests.bin': requests.length === 0,
      'state.json': containers.length === 0,
    }[file];
    expect(isForgotten).toBe(true);
    await next.host.run(specOf({ name: 'next', ports: [{ host: 9000, container: 8501 }] }));
    await next.quiet();
    expect(await next.get(9000)).toBe('version 1');
    expect(told((await next.host.changes(0)).logs)).toMatchObject([
      { text: expect.stringContaining(`.slipway/serving/${file}`) },
    ]);
  });
});

test('a server whose snapshot makes no sense starts anew', async () => {
  const at = await createServing();
  await at.host.run(specOf({ name: 'web' }));
  await at.quiet();
  const path = '.slipway/serving/state.json';
  const state = new TextDecoder().decode(await at.workspace.read(path));
  await at.workspace.write(path, text(state.replace(/"state":{[^}]*}/, '"state":{"hurt":true}')));
  const next = at.reborn();
  expect(await next.get(8501)).toBe('version 1');
  const logs = await next.host.logs('web');
  expect(logs.ok && logs.value.map((line) => line.text)).toContain(
    'slipway: what was remembered of this server makes no sense (hurt): it starts anew.',
  );
});

test('no copy of a version is removed before what is written down does without it', async () => {
  const at = await createServing();
  await at.host.run(specOf({ name: 'web' }));
  await at.quiet();
  const remove = at.workspace.remove.bind(at.workspace);
  const remembered: string[] = [];
  at.workspace.remove = async (path) => {
    const bytes = await at.workspace.read('.slipway/serving/state.json');
    if (new TextDecoder().decode(bytes).includes(path.split('/loaded/')[1]!)) remembered.push(path);
    await remove(path);
  };
  await exportVersion(at.workspace, 2);
  at.clock.advance(5000);
  expect(await at.get(8501)).toBe('version 2');
  await at.quiet();
  await at.host.remove('web', true);
  await at.quiet();
  expect(remembered).toEqual([]);
});

test('a host that another one has followed writes nothing down any more', async () => {
  const at = await createServing();
  await at.host.run(specOf({ name: 'web' }));
  await at.quiet();
  const next = at.reborn();
  await next.host.wake();
  at.host.retire();
  await at.host.remove('web', true);
  await at.get(8501, '/missing');
  await at.host.flush();
  expect(await next.reborn().get(8501)).toBe('version 1');
});

test('a host without a place of its own writes nothing', async () => {
  const workspace = new MemoryWorkspace();
  await exportVersion(workspace, 1);
  const at = createTestHost(workspace, undefined, '');
  await at.host.run(specOf());
  await at.quiet();
  expect(await at.get(8501)).toBe('version 1');
  await at.host.flush();
  expect(await workspace.exists('.slipway')).toBe(false);
});

test('where there is no room containers run all the same, and the log says what that means', async () => {
  const workspace = new MemoryWorkspace();
  await exportVersion(workspace, 1);
  const { write, writeDirectory } = workspace;
  const full = () => Promise.reject(new QuotaError('[Errno 28] No space left on device'));
  workspace.write = workspace.writeDirectory = full;
  const at = createTestHost(workspace);
  await at.host.run(specOf({ name: 'web' }));
  await at.quiet();
  expect(await at.get(8501)).toBe('version 1');
  await at.host.flush();
  const lines = async () => {
    const logs = await at.host.logs('web');
    const texts = logs.ok ? logs.value.map((line) => line.text) : [];
    return texts.filter((line) => line.startsWith('slipway: '));
  };
  const reason = '([Errno 28] No space left on device)';
  const problems = [
    `slipway: there is no room for a copy of the version that was loaded ${reason}: it is in service for as long as its directory is there.`,
    `slipway: containers cannot be written down ${reason}: what is new is gone when the browser ends what runs them.`,
  ];
  expect((await lines()).toSorted()).toEqual(problems.toSorted());
  workspace.write = write;
  workspace.writeDirectory = writeDirectory;
  await at.get(8501);
  at.clock.advance(5000);
  await at.host.settled();
  await at.host.flush();
  expect((await lines()).at(-1)).toBe('slipway: containers are written down again.');
  const { logs, requests } = await at.reborn().host.changes(0);
  expect(logs).toHaveLength(4);
  expect(requests).toHaveLength(2);
});

test('a version for whose copy there was no room is read from its directory', async () => {
  const at = await createServing();
  at.workspace.writeDirectory = () => Promise.reject(new QuotaError('No space left'));
  await at.host.run(specOf());
  await at.quiet();
  expect(await at.reborn().get(8501)).toBe('version 1');
});
