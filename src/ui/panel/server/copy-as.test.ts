/** What is copied is run for real: by sh with curl, by Node, by Python. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { RequestDetail } from '#protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyable, copyAs, type Copyable, type CopyFormat } from './copy-as';

interface Received {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly body: Uint8Array;
  readonly encoding: string | undefined;
}

let received: Received[] = [];
const server = createServer((request, response) => {
  const chunks: Uint8Array[] = [];
  request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url: target, headers } = request;
    const body = new Uint8Array(Buffer.concat(chunks));
    received.push({ method, target, body, encoding: headers['content-encoding'] });
    response.end('{}');
  });
});

let folder = '';
let port = 0;

/** As much of Python's requests as these programs use, on top of what Python has. */
const REQUESTS = `
import http.client
class Response:
    def __init__(self, response):
        self.status_code = response.status
        self.text = response.read().decode()
def request(method, url, data=None, headers=None):
    host, target = url.removeprefix("http://").split("/", 1)
    connection = http.client.HTTPConnection(host)
    connection.request(method, "/" + target, data, headers or {})
    return Response(connection.getresponse())
def get(url, **more):
    return request("GET", url, **more)
def post(url, **more):
    return request("POST", url, **more)
`;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
  folder = await mkdtemp(path.join(os.tmpdir(), 'copy-as-'));
  await writeFile(path.join(folder, 'requests.py'), REQUESTS);
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const PROGRAMS: Readonly<Record<CopyFormat, (text: string) => [string, string[]]>> = {
  curl: (text) => ['sh', ['-c', text]],
  fetch: (text) => ['node', ['--input-type=module', '-e', text]],
  python: (text) => ['python3', ['-c', text]],
};

async function send(format: CopyFormat, request: Copyable): Promise<Received> {
  received = [];
  const [program, args] = PROGRAMS[format](copyAs(format, request));
  await new Promise<void>((resolve, reject) => {
    const env = { ...process.env, PYTHONPATH: folder, PYTHONIOENCODING: 'utf-8' };
    execFile(program, args, { env }, (error, _, stderr) =>
      error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(),
    );
  });
  return received[0]!;
}

const encode = (text: string) => new TextEncoder().encode(text);

const requestOf = (body: Uint8Array, more: Partial<Copyable> = {}): Copyable => ({
  port,
  method: 'POST',
  target: '/v1/models/m:predict',
  headers: [],
  body,
  ...more,
});

const BODIES: readonly [name: string, body: Uint8Array][] = [
  ['quotes of both kinds', encode(`{"it's": "a \\"quote\\""}`)],
  ['line breaks', encode('{\n\t"instances": [1.0]\r\n}\n')],
  ['what a shell puts in', encode('{"a": "$HOME `id` $(id) !! \\\\ %s"}')],
  ['other alphabets, separators and pictures', encode('{"ü": "日本\u2028\u2029 🥾"}')],
  ['a beginning that names a file', encode('@/etc/hostname')],
  ['a byte order mark and a control character', encode('\uFEFF{"a": "\u0001\u007f"}')],
  ['bytes that are no text', Uint8Array.of(0x1f, 0x8b, 0, 255, 39, 10)],
  ['a NUL', encode('{"a": "\0"}')],
];

describe.each<CopyFormat>(['curl', 'fetch', 'python'])('%s sends the same bytes', (format) => {
  test.each(BODIES)('with %s', async (_, body) => {
    const { method, target, body: arrived } = await send(format, requestOf(body));
    expect([method, target]).toEqual(['POST', '/v1/models/m:predict']);
    expect(arrived).toEqual(body);
  });

  test('with a method, headers and an address of its own', async () => {
    const headers = [['Content-Encoding', "gzip, 'x'"]] as const;
    const target = "/v1/models/it's:predict?a=$HOME&b=1";
    const request = requestOf(encode('{}'), { method: 'PUT', headers, target });
    const { method, encoding } = await send(format, request);
    expect([method, encoding]).toEqual(['PUT', "gzip, 'x'"]);
  });

  test('without a body', async () => {
    const request = requestOf(new Uint8Array(), { method: 'GET', target: '/v1/models/m' });
    const { method, body } = await send(format, request);
    expect([method, body.length]).toEqual(['GET', 0]);
  });
});

test('a plain request is a plain command', () => {
  const request = { ...requestOf(encode('{"instances": [1.0]}')), port: 8501 };
  expect(copyAs('curl', request)).toBe(
    `curl --data-raw '{"instances": [1.0]}' 'http://localhost:8501/v1/models/m:predict'`,
  );
  expect(copyAs('python', request)).toBe(
    [
      'import requests',
      '',
      'response = requests.post("http://localhost:8501/v1/models/m:predict", data="{\\"instances\\": [1.0]}".encode())',
      'print(response.status_code, response.text)',
    ].join('\n'),
  );
});

test('what a browser adds by itself is left out, and a body that was cut cannot be copied', () => {
  const detail = {
    port: 8501,
    method: 'POST',
    target: '/',
    requestHeaders: [
      ['Host', 'localhost:8501'],
      ['User-Agent', 'x'],
      ['Origin', 'http://a.b'],
      ['Accept', '*/*'],
      ['Content-Type', 'text/plain;charset=UTF-8'],
      ['Content-Encoding', 'gzip'],
    ],
    requestBody: { bytes: new Uint8Array(), whole: true },
  } as unknown as RequestDetail;
  expect(copyable(detail)?.headers).toEqual([['Content-Encoding', 'gzip']]);
  const preflight = { ...detail, method: 'OPTIONS' };
  expect(copyable(preflight)?.headers).toContainEqual(['Origin', 'http://a.b']);
  const cut = { ...detail, requestBody: { bytes: new Uint8Array(), whole: false } };
  expect(copyable(cut)).toBeUndefined();
});
