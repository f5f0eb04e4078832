/** The page's own container host, in its worker, as page and kernel reach it. */
import type { ContainerSpec, ServingApi } from '#protocol';
import { MemoryWorkspace, openWorkspace, serveWorkspace, type Workspace } from '#workspace';
import { wrap } from 'comlink';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KernelClient } from './kernel-client';
import type { KernelClientEvent } from './kernel-events';
import { ServingClient } from './serving-client';

const SPEC: ContainerSpec = {
  image: 'tensorflow/serving',
  name: 'web',
  autoRemove: false,
  tty: false,
  detach: true,
  ports: [{ host: 8501, container: 8501 }],
  volumes: [
    {
      source: '/home/learner/models/m',
      workspacePath: 'models/m',
      target: '/models/model',
      readOnly: false,
    },
  ],
  env: {},
  args: [],
};

const workers: Worker[] = [];

function spawn(): Worker {
  const worker = new Worker(new URL('../../workers/serving.worker.ts', import.meta.url), {
    type: 'module',
  });
  workers.push(worker);
  return worker;
}

function endWorkers(): void {
  for (const worker of workers.splice(0)) worker.terminate();
}

function open(files: Workspace): ServingClient {
  return new ServingClient({
    serviceWorker: async () => undefined,
    isControlled: () => false,
    baseUrl: `${location.origin}/`,
    storage: async () => files.storage,
    serveFiles: async () => serveWorkspace(files),
    spawn,
  });
}

async function exportModel(files: Workspace): Promise<void> {
  const response = await fetch('/tests/fixtures/serving/echo_float32/saved_model.pb');
  expect(response.ok).toBe(true);
  const bytes = new Uint8Array(await response.arrayBuffer());
  await files.writeDirectory('models/m/1', new Map([['saved_model.pb', bytes]]));
}

async function listening(api: ServingApi): Promise<void> {
  await vi.waitUntil(
    async () => (await api.changes(0)).containers.some((each) => each.listening.includes(8501)),
    { timeout: 20_000 },
  );
}

const predict = {
  port: 8501,
  method: 'POST',
  target: '/v1/models/model:predict',
  headers: [],
  body: new TextEncoder().encode('{"instances": [1.5]}'),
};

async function predictions(api: ServingApi): Promise<unknown> {
  const answer = await api.http(predict);
  return answer && JSON.parse(new TextDecoder().decode(answer.body));
}

let memory: MemoryWorkspace;

beforeEach(async () => {
  memory = new MemoryWorkspace();
  await exportModel(memory);
});

afterEach(endWorkers);

test('a container answers, and one worker serves all who ask the page', async () => {
  const client = open(memory);
  expect(await client.api.http(predict)).toBeUndefined();
  expect(await client.api.run(SPEC)).toMatchObject({ ok: true });
  await listening(client.api);
  expect(await predictions(client.api)).toEqual({ predictions: [1.5] });
  const { transport, port } = await client.connect();
  expect(transport).toBe('in-page');
  expect(await predictions(wrap<ServingApi>(port))).toEqual({ predictions: [1.5] });
  expect(workers).toHaveLength(1);
});

test('a worker that is ended leaves its containers to the next', async () => {
  const files = await openWorkspace();
  expect(files.storage).toBe('opfs');
  await exportModel(files);
  const first = open(files).api;
  await first.run(SPEC);
  await listening(first);
  const isWritten = async () => {
    const bytes = await files.read('.slipway/serving-in-page/state.json');
    return new TextDecoder().decode(bytes).includes('"isServing":true');
  };
  await vi.waitUntil(isWritten, { timeout: 5000 });
  await files.write('models/m/1/saved_model.pb', new Uint8Array(9));
  endWorkers();
  const second = open(files).api;
  await vi.waitUntil(async () => (await second.containers()).length === 1, {
    timeout: 5000,
  });
  expect(await predictions(second)).toEqual({ predictions: [1.5] });
  await second.remove('web', true);
});

test('cells fetch, and run curl and docker', async () => {
  const serving = open(memory);
  const events: KernelClientEvent[] = [];
  const kernel = new KernelClient({
    kernel: { backend: 'cpu', baseUrl: `${location.origin}/` },
    onEvent: (event) => events.push(event),
    serveFiles: async () => serveWorkspace(memory),
    connectServing: () => serving.connect(),
  });
  const run = async (code: string, language = 'ts') => {
    const result = await kernel.run({ cellId: 'cell', lesson: 'serving', language, code }).result;
    const outputs = events
      .splice(0)
      .flatMap((event) => (event.type === 'output' ? [event.output] : []));
    return { result, outputs, text: JSON.stringify(outputs) };
  };
  const ask = `
    const response = await fetch('http://localhost:8501/v1/models/model:predict', {
      method: 'POST',
      body: JSON.stringify({ instances: [1.5, 2] }),
    });
    print(response.status, response.url, await response.text());`;

  const refused = await run(ask);
  expect(refused.result).toMatchObject({ status: 'error' });
  expect(refused.text).toContain('TypeError');
  expect(refused.text).toContain('Nothing listens on localhost:8501. Start the model server');

  const started = await run(
    'docker run -d --rm --name web -p 8501:8501 -v "$PWD/models/m:/models/model" tensorflow/serving',
    'sh',
  );
  expect(started.text).toMatch(/[0-9a-f]{64}/);
  await listening(serving.api);
  expect((await run(ask)).outputs).toEqual([
    {
      kind: 'stream',
      stream: 'stdout',
      text: '200 http://localhost:8501/v1/models/model:predict {\n    "predictions": [1.5, 2.0\n    ]\n}\n',
    },
  ]);
  const curled = await run('curl -s localhost:8501/v1/models/model', 'sh');
  expect(curled.text).toContain('AVAILABLE');
  const elsewhere = await run('(await fetch(new URL("/package.json", location.href))).status');
  expect(elsewhere.text).toContain('200');
  kernel.dispose();
}, 60_000);
