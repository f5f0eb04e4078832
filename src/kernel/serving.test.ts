import {
  answerServingCall,
  type PageServing,
  type RawRequest,
  type RawResponse,
  type ServingApi,
  type ServingMethod,
} from '#protocol';
import { expose } from 'comlink';
import { expect, onTestFinished, test, vi } from 'vitest';
import { hintForRefusal } from './refused-connections';
import { installServing } from './serving';

const BASE = 'https://course.example/slipway/';
const ENDPOINT = `${BASE}slipway-serving/`;
const JSON_TYPE = ['Content-Type', 'application/json'] as const;

interface FakeHost {
  readonly api: ServingApi;
  readonly asked: RawRequest[];
}

/** Answers what it was asked on port 8501, and nothing elsewhere. */
function createHost(containers: readonly unknown[] = []): FakeHost {
  const asked: RawRequest[] = [];
  const api = {
    async http(request: RawRequest): Promise<RawResponse | undefined> {
      asked.push(request);
      if (request.port !== 8501) return undefined;
      const { body } = request;
      return { status: 200, statusText: 'OK', headers: [JSON_TYPE], body };
    },
    containers: async () => containers,
  } as unknown as ServingApi;
  return { api, asked };
}

function portTo(api: ServingApi): MessagePort {
  const { port1, port2 } = new MessageChannel();
  expose(api, port1);
  onTestFinished(() => port1.close());
  return port2;
}

type Native = (address: string, init?: RequestInit) => Promise<Response>;

/** @param native what the platform's own `fetch` answers */
function install(connect: () => Promise<PageServing>, native: Native) {
  const fetched: string[] = [];
  const scope = {
    fetch: (async (input: RequestInfo | URL, init?: RequestInit) => {
      const address = input instanceof Request ? input.url : String(input);
      fetched.push(address);
      return native(address, init);
    }) as typeof fetch,
  };
  const api = installServing(scope, BASE, connect);
  return { scope, api, fetched };
}

const offline: Native = () => Promise.reject(new TypeError('Failed to fetch'));
const FAR = 'http://localhost:8501/v1/models/m:predict?x=1';

test('in the page a stand-in asks the host, and only when a port of this machine is meant', async () => {
  const host = createHost();
  const connect = vi.fn(async () => ({ transport: 'in-page', port: portTo(host.api) }) as const);
  const { scope, fetched } = install(connect, async () => new Response('elsewhere'));
  expect(await (await scope.fetch('data/a.json')).text()).toBe('elsewhere');
  expect(await (await scope.fetch('https://localhost:8501/')).text()).toBe('elsewhere');
  expect(connect).not.toHaveBeenCalled();
  const response = await scope.fetch(FAR, { method: 'POST', body: 'abc' });
  expect(response.url).toBe(FAR);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe('abc');
  await scope.fetch(new Request('http://127.0.0.1:8501/'));
  expect(connect).toHaveBeenCalledTimes(1);
  expect(host.asked[0]).toMatchObject({
    port: 8501,
    method: 'POST',
    target: '/v1/models/m:predict?x=1',
  });
  expect(fetched).toEqual(['data/a.json', 'https://localhost:8501/']);
});

test('what no container has published goes on to the network, the ports of the server do not', async () => {
  const { api } = createHost();
  const connect = async () => ({ transport: 'in-page', port: portTo(api) }) as const;
  const { scope } = install(connect, async () => new Response('elsewhere'));
  const response = await scope.fetch('http://localhost:3000/', { method: 'POST', body: 'x' });
  expect(await response.text()).toBe('elsewhere');
  await expect(scope.fetch('http://localhost:8500/')).rejects.toThrow(TypeError);
});

test('a worker that the service worker controls uses the platform itself', async () => {
  const host = createHost();
  const closed = vi.fn();
  const port = { close: closed } as unknown as MessagePort;
  const { scope, api } = install(
    async () => ({ transport: 'service-worker', endpoint: ENDPOINT, port }),
    async (address, init) => {
      if (address === `${ENDPOINT}storage`) return new Response('opfs');
      if (!address.startsWith(ENDPOINT)) return new Response('native');
      const method = address.slice(ENDPOINT.length) as ServingMethod;
      return new Response(
        await answerServingCall(host.api, method, init!.body as unknown as Uint8Array),
      );
    },
  );
  expect(await (await scope.fetch(FAR)).text()).toBe('native');
  expect(await api.containers()).toEqual([]);
  expect(closed).toHaveBeenCalled();
});

test('a large body reaches the service worker as a blob, with the type of what it was', async () => {
  const { api } = createHost();
  const bodies: unknown[] = [];
  const { scope } = install(
    async () => ({ transport: 'service-worker', endpoint: ENDPOINT, port: portTo(api) }),
    async (address, init) => {
      if (!address.startsWith(ENDPOINT)) bodies.push(init?.body);
      return new Response('opfs');
    },
  );
  const text = 'x'.repeat(100_000);
  await scope.fetch(FAR, { method: 'POST', body: text });
  await scope.fetch(FAR, { method: 'POST', body: new Uint8Array(100_000) });
  await scope.fetch(FAR, { method: 'POST', body: 'small' });
  const [packed, bytes, small] = bodies as [Blob, Blob, string];
  expect(await packed.text()).toBe(text);
  expect(packed.type).toBe(new Blob([], { type: 'text/plain;charset=UTF-8' }).type);
  expect([bytes.size, bytes.type]).toEqual([100_000, '']);
  expect(small).toBe('small');
});

test('a worker that it does not control asks by way of the page', async () => {
  const { api, asked } = createHost();
  const connect = async () =>
    ({ transport: 'service-worker', endpoint: ENDPOINT, port: portTo(api) }) as const;
  const { scope } = install(connect, async () => new Response('', { status: 405 }));
  expect((await scope.fetch(FAR)).status).toBe(200);
  expect(asked).toHaveLength(1);
});

test('a request that is given up rejects with the reason of its signal', async () => {
  const api = { http: () => new Promise(() => undefined) } as unknown as ServingApi;
  const connect = async () => ({ transport: 'in-page', port: portTo(api) }) as const;
  const { scope } = install(connect, offline);
  const control = new AbortController();
  const pending = scope.fetch(FAR, { signal: control.signal });
  control.abort(new Error('enough'));
  await expect(pending).rejects.toThrow('enough');
});

test('without a page there is no host, and the next call asks again', async () => {
  const { api } = createHost();
  let isThere = false;
  const connect = async (): Promise<PageServing> => {
    if (isThere) return { transport: 'in-page', port: portTo(api) };
    throw new Error('not yet');
  };
  const { scope } = install(connect, offline);
  await expect(scope.fetch(FAR)).rejects.toThrow('not yet');
  isThere = true;
  expect((await scope.fetch(FAR)).status).toBe(200);
});

test('arguments that fetch refuses are no refused connection', async () => {
  const { api } = createHost();
  const connect = async () => ({ transport: 'in-page', port: portTo(api) }) as const;
  const { scope } = install(connect, offline);
  const error: unknown = await scope.fetch(FAR, { body: 'x' }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(TypeError);
  expect(hintForRefusal(error as Error)).toBeUndefined();
});

const WEB = {
  name: 'web',
  state: 'running',
  listening: [] as number[],
  spec: { ports: [{ host: 8500, container: 8500 }] },
};

test.each([
  ['no container', [], 'Start the model server in a shell cell: docker run … -p 8500:8500'],
  ['one that has ended', [{ ...WEB, state: 'exited' }], 'Start the model server'],
  ['one without the port', [{ ...WEB, spec: { ports: [] } }], 'needs -p 8500:8500'],
  ['one that does not listen', [WEB], 'docker logs web shows what it waits for'],
])('a refused connection is explained: %s', async (_, containers, hint) => {
  const { api } = createHost(containers);
  const connect = async () => ({ transport: 'in-page', port: portTo(api) }) as const;
  const { scope } = install(connect, offline);
  const error: unknown = await scope.fetch('http://localhost:8500/').catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'TypeError', message: 'Failed to fetch' });
  expect(hintForRefusal(error as Error)).toContain('Nothing listens on localhost:8500.');
  expect(hintForRefusal(error as Error)).toContain(hint);
});
