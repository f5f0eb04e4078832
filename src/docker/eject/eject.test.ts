import type { ContainerInfo, ContainerSpec, RequestDetail } from '#protocol';
import { MemoryWorkspace } from '#workspace';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { specOf } from '../testing';
import { recordedCalls } from './calls';
import { eject } from './index';

function containerOf(more: Partial<ContainerSpec> = {}): ContainerInfo {
  return {
    id: 'a'.repeat(64),
    name: 'Web_1.x',
    spec: specOf({ env: { MODEL_NAME: 'model' }, ...more }),
    command: '/usr/bin/tf_serving_entrypoint.sh',
    created: 0,
    started: 0,
    state: 'running',
    listening: [8500, 8501],
    models: [
      {
        name: 'model',
        versions: [
          { version: '2', state: 'AVAILABLE', code: 'OK', message: '', labels: ['canary'] },
          { version: '1', state: 'END', code: 'OK', message: '', labels: [] },
        ],
      },
    ],
    requests: 0,
    errors: 0,
  };
}

const body = (text = '') => ({ bytes: new TextEncoder().encode(text), whole: true });

function recordOf(more: Partial<RequestDetail> = {}): RequestDetail {
  return {
    seq: 1,
    container: 'a'.repeat(64),
    port: 8501,
    time: 0,
    method: 'POST',
    target: '/v1/models/model:predict',
    model: 'model',
    version: '2',
    status: 200,
    statusText: 'OK',
    milliseconds: 1,
    requestBytes: 2,
    responseBytes: 2,
    requestHeaders: [
      ['Host', 'localhost:8501'],
      ['Origin', 'http://a.b'],
      ['Content-Type', 'application/json'],
    ],
    responseHeaders: [['Content-Type', 'application/json']],
    requestBody: body('{}'),
    responseBody: body('{}'),
    ...more,
  };
}

async function textOf(path: string, container: ContainerInfo): Promise<string> {
  const files = await eject(container, new MemoryWorkspace(), [recordOf()]);
  const file = files.find((each) => each.path === path);
  if (!file || !('text' in file)) throw new Error(`No ${path}`);
  return file.text;
}

test('files of volumes lie where they are in the workspace', async () => {
  const workspace = new MemoryWorkspace();
  for (const path of ['serving/fashion/1/saved_model.pb', 'requests/models.config', 'other.txt']) {
    await workspace.write(path, new TextEncoder().encode(path));
  }
  const volume = { source: '', readOnly: false };
  const volumes = [
    { ...volume, workspacePath: 'serving/fashion', target: '/models/fashion' },
    { ...volume, workspacePath: 'serving', target: '/srv' },
    { ...volume, workspacePath: 'requests/models.config', target: '/models.config' },
    { ...volume, workspacePath: 'not/there', target: '/empty' },
    { ...volume, source: '/tmp/../x', workspacePath: undefined, target: '/outside' },
  ];
  const files = await eject(containerOf({ volumes }), workspace, []);
  expect(files.filter((file) => 'copyOf' in file)).toEqual([
    { path: 'serving/fashion/1/saved_model.pb', copyOf: 'serving/fashion/1/saved_model.pb' },
    { path: 'workspace/requests/models.config', copyOf: 'requests/models.config' },
  ]);
  const { services } = parse(String(textIn(files, 'compose.yaml')));
  expect(services['Web_1.x'].volumes.map((each: { source: string }) => each.source)).toEqual([
    './serving/fashion',
    './serving',
    './workspace/requests/models.config',
    './not/there',
    './outside/tmp/x',
  ]);
  expect(textIn(files, 'Dockerfile')).toBe(
    [
      '# docker build -t web-1-x-serving:1 .',
      'FROM tensorflow/serving',
      'COPY ["serving/fashion", "/models/fashion"]',
      'COPY ["serving", "/srv"]',
      'COPY ["workspace/requests/models.config", "/models.config"]',
      '',
    ].join('\n'),
  );
});

function textIn(files: Awaited<ReturnType<typeof eject>>, path: string): string | undefined {
  return files.flatMap((file) => (file.path === path && 'text' in file ? [file.text] : []))[0];
}

test('the whole workspace as a volume goes into a folder of its own', async () => {
  const workspace = new MemoryWorkspace();
  await workspace.write('serving/1/saved_model.pb', new Uint8Array(1));
  await workspace.write('README.md', new Uint8Array(1));
  const volumes = [
    { source: '/home/learner', workspacePath: '', target: '/models/', readOnly: true },
  ];
  const files = await eject(containerOf({ volumes }), workspace, []);
  expect(files.flatMap((file) => ('copyOf' in file ? [file.path] : []))).toEqual([
    'workspace/README.md',
    'workspace/serving/1/saved_model.pb',
  ]);
  expect(textIn(files, 'Dockerfile')).toContain('COPY ["workspace", "/models"]');
});

test('compose gets every word as it was written', async () => {
  const container = containerOf({
    args: ['--model_name=a $b "c"', '--rest_api_port=9000'],
    env: { PRICE: '$5: #1', MODEL_NAME: 'model' },
    entrypoint: '/usr/bin/tf_serving_entrypoint.sh',
    ports: [{ host: 80, container: 9000 }],
  });
  const { services } = parse(await textOf('compose.yaml', container));
  expect(services['Web_1.x']).toMatchObject({
    image: 'tensorflow/serving',
    container_name: 'Web_1.x',
    entrypoint: ['/usr/bin/tf_serving_entrypoint.sh'],
    command: ['--model_name=a $$b "c"', '--rest_api_port=9000'],
    environment: { PRICE: '$$5: #1', MODEL_NAME: 'model' },
    ports: ['80:9000'],
    volumes: [{ type: 'bind', source: './serving/fashion', target: '/models/model' }],
  });
  const { test: command } = services['Web_1.x'].healthcheck;
  expect(command.slice(0, 3)).toEqual(['CMD', 'bash', '-c']);
  expect(command[3]).toContain('for path in /v1/models/model; do exec 3<>/dev/tcp/127.0.0.1/9000');
  expect(command[3]).toContain('"$$path"');
});

test('the manifest runs two replicas that are ready once the model answers', async () => {
  const container = containerOf({ args: ['--x=$(HOME)'] });
  const text = await textOf('kubernetes.yaml', container);
  const [deployment, service] = parseAllDocuments(text).map((each) => each.toJS());
  const label = { app: 'web-1-x' };
  expect(deployment).toMatchObject({
    kind: 'Deployment',
    metadata: { name: 'web-1-x' },
    spec: { replicas: 2, selector: { matchLabels: label } },
  });
  const { metadata, spec } = deployment.spec.template;
  expect(metadata.labels).toEqual(label);
  expect(spec.containers).toMatchObject([
    {
      image: 'web-1-x-serving:1',
      args: ['--x=$$(HOME)'],
      env: [{ name: 'MODEL_NAME', value: 'model' }],
      ports: [
        { name: 'grpc', containerPort: 8500 },
        { name: 'rest', containerPort: 8501 },
      ],
      readinessProbe: { httpGet: { path: '/v1/models/model', port: 'rest' } },
      startupProbe: { tcpSocket: { port: 'rest' }, failureThreshold: 120 },
      livenessProbe: { tcpSocket: { port: 'rest' } },
    },
  ]);
  expect(service).toMatchObject({ kind: 'Service', spec: { selector: label } });
  expect(service.spec.ports.map((port: { port: number }) => port.port)).toEqual([8500, 8501]);
});

test('without REST there are no checks that speak it', async () => {
  const container = containerOf({ entrypoint: 'tensorflow_model_server', args: ['--port=9'] });
  expect(await textOf('compose.yaml', container)).not.toContain('healthcheck');
  const text = await textOf('kubernetes.yaml', container);
  expect(text).not.toContain('readinessProbe');
  expect(text).toContain('containerPort: 9 }');
});

test('of equal requests the newest is kept, of others only what can be compared', () => {
  const calls = recordedCalls(containerOf(), [
    recordOf({ seq: 1, status: 400 }),
    recordOf({ seq: 2, target: '/v1/models/model/versions/1:predict', version: '1' }),
    recordOf({ seq: 3, target: '/v1/models/model/labels/canary:predict' }),
    recordOf({ seq: 4, target: '/v1/models/model/labels/stable:predict' }),
    recordOf({ seq: 5, requestBody: { ...body('{"a'), whole: false } }),
    recordOf({ seq: 6, port: 8500 }),
    recordOf({ seq: 7, container: 'b'.repeat(64) }),
    recordOf({ seq: 8 }),
    recordOf({ seq: 9, responseBody: { ...body('{"a'), whole: false }, requestBody: body('[]') }),
  ]);
  expect(
    calls.calls.map(({ number, target, status, answer }) => [
      number,
      target,
      status,
      Boolean(answer),
    ]),
  ).toEqual([
    ['001', '/v1/models/model/labels/canary:predict', 200, true],
    ['002', '/v1/models/model:predict', 200, true],
    ['003', '/v1/models/model:predict', 200, false],
  ]);
  expect(calls.calls[0]?.headers).toEqual([['Content-Type', 'application/json']]);
  expect([calls.cut, calls.outdated]).toEqual([1, 2]);
});

test('the explanation says what was left out', async () => {
  const cut = recordOf({ requestBody: { ...body('{"a'), whole: false } });
  const files = await eject(containerOf(), new MemoryWorkspace(), [cut]);
  expect(textIn(files, 'README.md')).toContain(
    'Requests that were left out: 1 whose body was too long to be kept.',
  );
});
