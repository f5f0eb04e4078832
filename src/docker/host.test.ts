import { expect, test } from 'vitest';
import { createTestHost, exportVersion, getRequest, specOf, type TestHost } from './testing';

/** @returns the container's id */
async function start(at: TestHost, more: Parameters<typeof specOf>[0] = {}): Promise<string> {
  const started = await at.host.run(specOf(more));
  if (!started.ok) throw new Error(started.message);
  await at.quiet();
  return started.value;
}

async function createServing(): Promise<TestHost> {
  const at = createTestHost();
  await exportVersion(at.workspace, 1);
  return at;
}

test('a container answers at its published port, and nowhere else', async () => {
  const at = await createServing();
  expect(await at.get(8501)).toBeUndefined();
  const id = await start(at, { name: 'web', ports: [{ host: 9000, container: 8501 }] });
  expect(await at.get(9000)).toBe('version 1');
  expect(await at.get(8501)).toBeUndefined();
  expect(await at.get(8500)).toBeUndefined();
  expect([await at.host.publishes(9000), await at.host.publishes(8501)]).toEqual([true, false]);
  expect(await at.host.containers()).toMatchObject([
    {
      id,
      name: 'web',
      command: '/usr/bin/tf_serving_entrypoint.sh',
      state: 'running',
      listening: [8500, 8501],
      requests: 1,
      errors: 0,
    },
  ]);
});

test('a port published to one on which nothing listens refuses', async () => {
  const at = await createServing();
  await start(at, { ports: [{ host: 8501, container: 80 }] });
  expect(await at.get(8501)).toBeUndefined();
});

test('the environment makes the command line, which the script does not quote', async () => {
  const at = createTestHost();
  await at.workspace.write('m/deep/7/weights', new TextEncoder().encode('deep'));
  const volumes = [
    { source: '/home/learner/m', workspacePath: 'm', target: '/srv', readOnly: true },
  ];
  await start(at, { volumes, env: { MODEL_BASE_PATH: '/srv', MODEL_NAME: 'deep cut' } });
  expect(await at.get(8501)).toBe('deep');
});

test('lines of the log have the prefix of the real server, and count with the requests', async () => {
  const at = await createServing();
  const id = await start(at);
  await at.get(8501, '/missing');
  const { cursor, logs, requests, containers } = await at.host.changes(0);
  expect(logs).toMatchObject([
    {
      container: id,
      stream: 'stderr',
      text: '2026-11-20 19:30:00.000000: I tensorflow_serving/model_servers/server_core.cc:2] Serving 1',
    },
  ]);
  expect(requests).toMatchObject([
    { container: id, port: 8501, target: '/missing', status: 404, error: 'Not there' },
  ]);
  expect(cursor).toBe(requests[0]!.seq);
  expect(containers[0]).toMatchObject({ requests: 1, errors: 1 });
  expect(await at.host.changes(cursor)).toMatchObject({ cursor, logs: [], requests: [] });
  const detail = await at.host.request(cursor);
  expect(detail).toMatchObject({ requestHeaders: [['host', 'localhost:8501']] });
  expect(new TextDecoder().decode(detail!.responseBody.bytes)).toBe('version 1');
  expect(await at.host.request(-1)).toBeUndefined();
});

test('with a terminal everything is on stdout', async () => {
  const at = await createServing();
  const logs = await at.host.logs(await start(at, { tty: true }));
  expect(logs.ok && logs.value.map(({ stream }) => stream)).toEqual(['stdout']);
});

test('somebody who looks lets the server look: it finds a new version', async () => {
  const at = await createServing();
  await start(at);
  await exportVersion(at.workspace, 2);
  expect(await at.get(8501)).toBe('version 1');
  at.clock.advance(1000);
  await at.host.changes(0);
  await at.quiet();
  expect(await at.get(8501)).toBe('version 2');
});

test('Docker refuses in its own words', async () => {
  const at = await createServing();
  const id = await start(at, { name: 'web' });
  const daemon = 'Error response from daemon: ';
  const refusals: [string, number, Parameters<typeof specOf>[0]][] = [
    [
      "pull access denied for nginx, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      125,
      { image: 'nginx' },
    ],
    [
      'manifest for tensorflow/serving:9 not found: manifest unknown: manifest unknown',
      125,
      { image: 'tensorflow/serving:9' },
    ],
    [
      `Conflict. The container name "/web" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`,
      125,
      { name: 'web' },
    ],
    [
      'Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
      125,
      { name: 'a b' },
    ],
    ['no command specified', 125, { entrypoint: '', ports: [] }],
  ];
  for (const [message, code, more] of refusals) {
    expect(await at.host.run(specOf(more))).toEqual({ ok: false, message: daemon + message, code });
  }
  const taken = await at.host.run(specOf({ name: 'second' }));
  expect(taken).toMatchObject({ ok: false, code: 125 });
  expect(!taken.ok && taken.message).toMatch(
    /^Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint second \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8501 failed: port is already allocated$/,
  );
  const shell = await at.host.run(specOf({ entrypoint: '/bin/bash', ports: [] }));
  expect(shell).toMatchObject({ code: 127, message: expect.stringContaining('exec: "/bin/bash"') });
  expect(await at.host.remove('web', false)).toEqual({
    ok: false,
    code: 1,
    message: `${daemon}cannot remove container "/web": container is running: stop the container before removing or force remove`,
  });
  expect(await at.host.stop('nobody')).toEqual({
    ok: false,
    code: 1,
    message: `${daemon}No such container: nobody`,
  });
  expect(await at.host.containers()).toHaveLength(1);
});

test('containers are found by name, id and the beginning of an id', async () => {
  const at = await createServing();
  const id = await start(at, { name: 'web' });
  for (const reference of ['web', '/web', id, id.slice(0, 5)]) {
    expect(await at.host.logs(reference)).toMatchObject({ ok: true });
  }
});

test('each container without a name gets one of its own', async () => {
  const at = await createServing();
  for (let i = 0; i < 20; i++) await start(at, { ports: [] });
  const names = (await at.host.containers()).map(({ name }) => name);
  expect(new Set(names).size).toBe(20);
  for (const name of names) expect(name).toMatch(/^[a-z]+_[a-z]+\d*$/);
});

test('stop lets requests finish and accepts no more; the process ends by SIGKILL', async () => {
  const at = await createServing();
  await start(at, { name: 'web' });
  const slow = at.get(8501, '/slow');
  await Promise.resolve();
  const stopping = at.host.stop('web');
  await new Promise((resolve) => setTimeout(resolve));
  expect(await at.get(8501)).toBeUndefined();
  at.servers.finishSlow();
  expect(await slow).toBe('version 1');
  expect(await stopping).toMatchObject({ ok: true });
  expect(await at.host.containers()).toMatchObject([
    { state: 'exited', exitCode: 137, listening: [] },
  ]);
  await at.quiet();
  expect(at.servers.stopped).toBe(1);
  expect(await at.host.stop('web')).toMatchObject({ ok: true });
});

test('a request that does not end delays a stop by ten seconds only', async () => {
  const at = await createServing();
  await start(at, { name: 'web' });
  const slow = at.get(8501, '/slow');
  const stopping = at.host.stop('web');
  await new Promise((resolve) => setTimeout(resolve));
  at.clock.advance(10_000);
  await stopping;
  at.servers.finishSlow();
  expect(await slow).toBeUndefined();
});

test('kill breaks connections off', async () => {
  const at = await createServing();
  const id = await start(at, { name: 'web' });
  const slow = at.get(8501, '/slow');
  await Promise.resolve();
  expect(await at.host.kill('web')).toEqual({ ok: true, value: 'web' });
  at.servers.finishSlow();
  expect(await slow).toBeUndefined();
  expect(await at.host.kill('web')).toEqual({
    ok: false,
    code: 1,
    message: `Error response from daemon: cannot kill container: web: container ${id} is not running`,
  });
});

test('a stopped container can be started again, unless its port is taken by now', async () => {
  const at = await createServing();
  await start(at, { name: 'web' });
  await at.get(8501);
  await at.host.stop('web');
  await exportVersion(at.workspace, 2);
  await start(at, { name: 'other' });
  expect(await at.host.start('web')).toMatchObject({ ok: false, code: 1 });
  await at.host.remove('other', true);
  expect(await at.host.start('web')).toEqual({ ok: true, value: 'web' });
  await at.quiet();
  expect(await at.get(8501)).toBe('version 2');
  expect(await at.host.containers()).toMatchObject([{ name: 'web', requests: 1 }]);
});

test('a server that ends by itself ends its container', async () => {
  const at = await createServing();
  const id = await start(at, { name: 'web', args: ['--crash'] });
  expect(await at.host.containers()).toMatchObject([{ state: 'exited', exitCode: 255 }]);
  expect(await at.get(8501)).toBeUndefined();
  const logs = await at.host.logs(id);
  expect(logs.ok && logs.value.map(({ stream, text }) => [stream, text])).toEqual([
    ['stdout', 'Failed to start server.'],
  ]);
});

test('a container with --rm is gone when it is stopped, and soon after it ended by itself', async () => {
  const at = await createServing();
  await start(at, { name: 'web', autoRemove: true });
  await at.host.stop('web');
  expect(await at.host.containers()).toEqual([]);

  await start(at, { name: 'web', autoRemove: true, args: ['--crash'] });
  expect(await at.host.logs('web')).toMatchObject({ ok: true });
  await start(at, { name: 'web', autoRemove: true });
  expect(await at.get(8501)).toBe('version 1');
  at.clock.advance(5000);
  expect(await at.host.containers()).toMatchObject([{ name: 'web', state: 'running' }]);
});

test('thousands of requests at once are all answered', async () => {
  const at = await createServing();
  await start(at);
  const answers = await Promise.all(Array.from({ length: 5000 }, () => at.get(8501)));
  expect(answers.every((answer) => answer === 'version 1')).toBe(true);
  expect(await at.host.containers()).toMatchObject([{ requests: 5000 }]);
});

test('what is remembered of requests is bounded, the bodies most of all', async () => {
  const at = await createServing();
  await start(at);
  const body = new Uint8Array(1_000_000);
  for (let i = 0; i < 20; i++) await at.host.http(getRequest(8501, '/', body));
  const { requests } = await at.host.changes(0);
  expect(requests).toHaveLength(20);
  const [first, last] = [
    await at.host.request(requests[0]!.seq),
    await at.host.request(requests.at(-1)!.seq),
  ];
  expect(first).toMatchObject({ requestBytes: 1_000_000, requestBody: { whole: false } });
  expect(first!.requestBody.bytes).toHaveLength(0);
  expect(last!.requestBody.bytes).toHaveLength(256 * 1024);
  expect(last!.requestBody.bytes.buffer.byteLength).toBe(256 * 1024);
  for (let i = 0; i < 1000; i++) await at.get(8501);
  expect((await at.host.changes(0)).requests).toHaveLength(500);
  await at.host.clearRequests();
  expect((await at.host.changes(0)).requests).toEqual([]);
});

test('however long addresses, headers and messages are, what is kept of them is short', async () => {
  const at = await createServing();
  await start(at);
  const long = 'x'.repeat(1_000_000);
  const request = getRequest(8501, `/v1/${long}`);
  await at.host.http({ ...request, headers: [['x-long', long]] });
  const { requests } = await at.host.changes(0);
  const detail = (await at.host.request(requests[0]!.seq))!;
  expect(detail.target).toMatch(/^\/v1\/x+ … 995908 characters … x+$/);
  expect(detail.requestHeaders[0]![1].length).toBeLessThan(5000);
  expect(detail.requestBody.whole).toBe(false);
  await at.host.flush();
  expect(await at.reborn().host.request(detail.seq)).toEqual(detail);
});

test('what is new comes once, also what happens while somebody looks', async () => {
  const at = await createServing();
  await start(at);
  const seen: number[] = [];
  let cursor = 0;
  const asking: Promise<unknown>[] = [];
  for (let round = 0; round < 40; round++) {
    asking.push(at.get(8501));
    for (let i = 0; i < round % 8; i++) await Promise.resolve();
    const changes = await at.host.changes(cursor);
    cursor = changes.cursor;
    seen.push(...changes.requests.map(({ seq }) => seq));
  }
  await Promise.all(asking);
  seen.push(...(await at.host.changes(cursor)).requests.map(({ seq }) => seq));
  expect(seen).toHaveLength(40);
  expect(new Set(seen).size).toBe(40);
});

test('twenty thousand requests leave files of the same size as two thousand', async () => {
  const at = await createServing();
  await start(at);
  const sizes: number[] = [];
  for (const count of [2000, 18_000]) {
    for (let i = 0; i < count; i++) await at.get(8501);
    await at.host.flush();
    const files = await at.workspace.list('.slipway/serving', { hidden: true });
    sizes.push(files.reduce((sum, { kind, size }) => sum + (kind === 'file' ? size : 0), 0));
  }
  expect(sizes[1]! / sizes[0]!).toBeLessThan(1.1);
});
