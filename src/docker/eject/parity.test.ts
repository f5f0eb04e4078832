/** The bundle's scripts, run for real against a server on a port of this machine. */
import type { ContainerInfo, EjectedFile, RawResponse } from '#protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HostBench } from '../../../tests/conformance/serving/host-bench';
import {
  openNodeTransport,
  type NodeServer,
} from '../../../tests/conformance/serving/node-transport';
import { statusCheck } from './compose';
import { run, serveForReal, unpack, type Folder } from '../../../tests/ejected-bundle';

const NASTY = `{"instances": [1.0], "it's": "a \\"quote\\", a $HOME, a \`tick\` and a ü\\n"}`;

let at: NodeServer;
let bench: HostBench;
let container: ContainerInfo;
let files: readonly EjectedFile[];
let folder: Folder;

const predict = (body: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>) =>
  bench.send({ method: 'POST', target: '/v1/models/m:predict', body, headers });

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

beforeAll(async () => {
  at = openNodeTransport();
  bench = new HostBench(at);
  await bench.put('half_plus_two', 'models/m/1');
  await bench.start({ volumes: { models: '/models' }, env: { MODEL_NAME: 'm' } });
  await predict('{"instances": [1.0, 2.0, NaN, Infinity]}');
  await predict(NASTY);
  await predict(await gzip('{"inputs": [5]}'), { 'Content-Encoding': 'gzip' });
  await predict('');
  await predict('{"instances": ["x"]}');
  await bench.send({ target: '/v1/models/m' });
  await bench.send({ target: '/v1/models/m/metadata' });
  await bench.send({ target: '/v1/models/none' });
  await bench.send({ target: "/elsewhere?it's=[$x]" });
  await bench.send({ method: 'OPTIONS', target: '/v1/', headers: { Origin: 'http://a.b' } });
  await bench.send({ method: 'HEAD', target: '/v1/models/m' });
  container = (await at.host.containers())[0]!;
  const ejected = await at.host.eject('bench');
  if (!ejected.ok) throw new Error(ejected.message);
  files = ejected.value;
  folder = await unpack(files, at.workspace);
});

afterAll(() => folder[Symbol.asyncDispose]());

async function parity(alter?: (answer: RawResponse) => RawResponse) {
  await using server = await serveForReal(at.host, alter);
  return await run('python3', [`${folder.path}/parity.py`, `http://127.0.0.1:${server.port}`]);
}

function altered(from: string | RegExp, to: string) {
  return (answer: RawResponse): RawResponse => {
    const text = new TextDecoder().decode(answer.body).replace(from, to);
    return { ...answer, body: new TextEncoder().encode(text) };
  };
}

test('a server that answers the same is found equal in every request', async () => {
  const { code, output } = await parity();
  expect(output).toContain('11 of 11 answers are equal, 0 differ, 0 not sent');
  expect(code).toBe(0);
});

test('what differs only as real servers do is equal', async () => {
  const { output } = await parity(altered('2.5, 3.0, NaN', '2.500001, 3, NaN'));
  expect(output).toContain('0 differ');
});

test.each([
  ['another number', altered('2.5, 3.0', '2.51, 3.0'), '.predictions[0]: recorded 2.5, here 2.51'],
  ['no NaN', altered('NaN', '0.0'), '.predictions[2]: recorded nan, here 0.0'],
  ['fewer rows', altered('2.5, 3.0', '2.5'), '.predictions: recorded 4 elements, here 3'],
  ['another key', altered('"predictions"', '"results"'), 'recorded the keys'],
  ['another message', altered('of model none', 'of none'), '.error: recorded "Could not find'],
  ['another page', altered('Bad Request</H1>', 'Gone</H1>'), 'which is no JSON, is another'],
])('%s is told, and the script fails', async (_, alter, told) => {
  const { code, output } = await parity(alter);
  expect(output).toContain(told);
  expect(code).toBe(1);
});

test('another status is told', async () => {
  const { code, output } = await parity((answer) =>
    answer.status === 404 ? { ...answer, status: 500 } : answer,
  );
  expect(output).toContain('status: recorded 404, here 500');
  expect(code).toBe(1);
});

test('where a message points to in the graph does not matter', async () => {
  const suffix = String.raw`\n\t [[{{node other}}]]"`;
  const { output } = await parity(altered(/of model none"/, `of model none${suffix}`));
  expect(output).toContain('0 differ');
});

test('a server that is not there is said to be', async () => {
  const { code, output } = await run('python3', [`${folder.path}/parity.py`, 'http://127.0.0.1:9']);
  expect(output).toContain('http://127.0.0.1:9 does not answer');
  expect(code).toBe(2);
});

test('the lines of curl send the same bytes', async () => {
  await at.host.clearRequests();
  await using server = await serveForReal(at.host);
  const { code, output } = await run(
    'sh',
    ['calls.sh', `http://127.0.0.1:${server.port}`],
    folder.path,
  );
  expect(code, output).toBe(0);
  const ejected = await at.host.eject('bench');
  if (!ejected.ok) throw new Error(ejected.message);
  const bodies = (list: readonly EjectedFile[]) =>
    list.filter((file) => /^requests\/\d+\.json$/.test(file.path));
  expect(bodies(ejected.value)).toEqual(bodies(files));
  expect(targets(ejected.value)).toEqual(targets(files));
});

function targets(list: readonly EjectedFile[]): unknown[] {
  const table = list.find((file) => file.path === 'requests/calls.json');
  const calls = JSON.parse(table && 'text' in table ? table.text : '[]') as Record<
    string,
    unknown
  >[];
  return calls.map(({ method, target, status }) => [method, target, status]);
}

test('the health check of the image finds out whether every model answers', async () => {
  await using server = await serveForReal(at.host);
  const check = (info: ContainerInfo) => run('bash', ['-c', statusCheck(info, server.port)]);
  expect(await check(container)).toEqual({ code: 0, output: '' });
  const [model] = container.models;
  for (const name of ['not there', "it's (not) *"]) {
    const absent = { ...container, models: [model!, { name, versions: [] }] };
    expect(await check(absent), name).toEqual({ code: 1, output: '' });
  }
});
