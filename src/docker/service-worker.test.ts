import { createServingClient } from '#protocol';
import { expect, test, vi } from 'vitest';
import { startServing, type ServingEvent, type ServingScope } from './service-worker';
import { createTestHost, exportVersion, specOf, type TestHost } from './testing';

const SCOPE = 'https://course.example/slipway/';

interface Worker {
  readonly at: TestHost;
  readonly passed: string[];
  /** What the worker answers; undefined = it leaves the request alone. */
  send(address: string, init?: RequestInit): Promise<Response> | undefined;
}

async function createWorker(): Promise<Worker> {
  const at = createTestHost();
  await exportVersion(at.workspace, 1);
  const passed: string[] = [];
  let listen!: (event: ServingEvent) => void;
  const scope: ServingScope = {
    registration: { scope: SCOPE },
    location: { origin: new URL(SCOPE).origin },
    async fetch(request) {
      passed.push(request.url);
      return new Response('from the network');
    },
    addEventListener: (_, listener) => void (listen = listener),
  };
  startServing(scope, async () => ({ host: at.host, storage: 'opfs' }));
  return {
    at,
    passed,
    send(address, init) {
      let response: Promise<Response> | undefined;
      const respondWith = (answer: Promise<Response>) => void (response = answer);
      const request = new Request(address, init);
      listen({ request, respondWith, waitUntil: vi.fn() });
      return response;
    },
  };
}

test('requests to the published port are answered by the container', async () => {
  const { at, send } = await createWorker();
  await at.host.run(specOf());
  await at.quiet();
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    const response = await send(`http://${host}:8501/v1/models?x=%2F#part`, {
      method: 'POST',
      body: 'abc',
    });
    expect(response!.status).toBe(200);
    expect(await response!.text()).toBe('version 1');
    expect(response!.headers.get('content-type')).toBe('text/plain');
  }
  const { requests } = await at.host.changes(0);
  const detail = await at.host.request(requests[0]!.seq);
  expect(detail).toMatchObject({ target: '/v1/models?x=%2F', requestBytes: 3, method: 'POST' });
  expect(detail!.requestHeaders).toContainEqual(['host', 'localhost:8501']);
  expect(detail!.requestHeaders).toContainEqual(['origin', 'https://course.example']);
});

test('the ports of the model server refuse when nobody listens, others are passed on', async () => {
  const { at, passed, send } = await createWorker();
  expect((await send('http://localhost:8501/v1/models'))!.type).toBe('error');
  expect((await send('http://localhost:8500/'))!.type).toBe('error');
  expect(await (await send('http://localhost:9000/a'))!.text()).toBe('from the network');
  expect(passed).toEqual(['http://localhost:9000/a']);
  await at.host.run(specOf({ ports: [{ host: 9000, container: 8501 }] }));
  await at.quiet();
  expect(await (await send('http://localhost:9000/a'))!.text()).toBe('version 1');
});

test('all other requests are left alone', async () => {
  const { send } = await createWorker();
  expect(send('https://localhost:8501/')).toBeUndefined();
  expect(send('http://example.com:8501/')).toBeUndefined();
  expect(send(`${SCOPE}index.html`)).toBeUndefined();
  expect(send(`${SCOPE}slipway-serving/containers`)).toBeUndefined();
  expect(send('https://course.example/slipway-serving/containers', { method: 'POST' })).toBe(
    undefined,
  );
});

test('the host can be asked everything below the scope', async () => {
  const { at, send } = await createWorker();
  const client = createServingClient(async (method, body) => {
    const answer = await send(`${SCOPE}slipway-serving/${method}`, { method: 'POST', body });
    return new Uint8Array(await answer!.arrayBuffer());
  });
  const started = await client.run(specOf({ name: 'web' }));
  expect(started).toMatchObject({ ok: true });
  await at.quiet();
  expect(await client.containers()).toEqual(await at.host.containers());
  const answer = await client.http({
    port: 8501,
    method: 'POST',
    target: '/[raw]',
    headers: [
      ['X-Two', 'a'],
      ['X-Two', 'b'],
    ],
    body: Uint8Array.of(0, 128, 255),
  });
  expect(new TextDecoder().decode(answer!.body)).toBe('version 1');
  const { requests } = await client.changes(0);
  const detail = await client.request(requests[0]!.seq);
  expect(detail!.requestBody.bytes).toEqual(Uint8Array.of(0, 128, 255));
  expect(detail!.target).toBe('/[raw]');
  expect(await client.request(-1)).toBeUndefined();
  expect(await client.stop('nobody')).toMatchObject({ ok: false, code: 1 });
  const storage = await send(`${SCOPE}slipway-serving/storage`, { method: 'POST' });
  expect(await storage!.text()).toBe('opfs');
  const unknown = await send(`${SCOPE}slipway-serving/wake`, { method: 'POST' });
  expect(unknown!.status).toBe(404);
});

test('bodies are read a few at a time, and not at all for those who have hung up', async () => {
  const { at, send } = await createWorker();
  await at.host.run(specOf());
  await at.quiet();
  const controller = new AbortController();
  const { signal } = controller;
  let pulled = 0;
  const ask = (i: number) => {
    const body = new ReadableStream(
      {
        async pull(stream) {
          pulled++;
          await new Promise((resolve) => setTimeout(resolve, 5));
          stream.enqueue(Uint8Array.of(i));
          stream.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: 'POST', body, duplex: 'half', signal: i < 10 ? null : signal };
    return send('http://localhost:8501/', init)!.then(({ status }) => status);
  };
  const asking = Array.from({ length: 40 }, (_, i) => ask(i));
  const answers = Promise.allSettled(asking);
  await at.quiet();
  expect(pulled).toBe(8);
  controller.abort();
  const statuses = (await answers).map((each) => each.status === 'fulfilled' && each.value);
  expect(statuses).toEqual([...Array(10).fill(200), ...Array(30).fill(false)]);
  expect(pulled).toBe(10);
});
