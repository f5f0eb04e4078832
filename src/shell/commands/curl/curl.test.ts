/** What the recorded curl does not show: waiting, what is told of the connection, and why nobody answers. */
import { describe, expect, test } from 'vitest';
import type { ContainerInfo } from '#protocol';
import { KeyboardInterrupt } from '#errors';
import { createTestShell } from '../../testing';
import { containerOf, FakeServing } from '../serving-fake';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (content: string) => new TextEncoder().encode(content);

async function open(serving = new FakeServing()) {
  const shell = await createTestShell({ 'request.json': '{"instances": [1]}' }, serving);
  return { serving, ...shell };
}

function echoing(): FakeServing {
  const serving = new FakeServing();
  serving.answer = ({ body }) => ({
    status: 200,
    statusText: 'OK',
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', String(body.length)],
    ],
    body,
  });
  return serving;
}

test('a body is sent byte by byte as it is in the file, the pipe or the argument', async () => {
  const { serving, run, files } = await open(echoing());
  const binary = Uint8Array.from({ length: 256 }, (_, i) => i);
  await files.write('binary', binary);
  await run('curl -s --data-binary @binary localhost:8501 -o copy');
  await run('cat binary | curl -s --data-binary @- localhost:8501 > copy2');
  await run('curl -s -d "ä $(cat request.json)" localhost:8501');
  expect(await files.read('copy')).toEqual(binary);
  expect(await files.read('copy2')).toEqual(binary);
  expect(text(serving.requests[2]!.body)).toBe('ä {"instances": [1]}');
});

test('bytes that are no text are kept from the terminal', async () => {
  const { run, files } = await open(echoing());
  await files.write('binary', new Uint8Array(4));
  const said = await run('curl --data-binary @binary localhost:8501');
  expect(said).toMatchObject({ status: 23, stdout: '' });
  expect(said.stderr).toMatch(/^Warning: Binary output can mess up your terminal\./);
  expect((await run('curl -s --data-binary @binary localhost:8501 -o -')).stdout).toBe('\0\0\0\0');
});

test('the path is sent as it was written, even where it is not right', async () => {
  const { serving, run } = await open(echoing());
  await run(`curl -s 'localhost:8501/v1/models/a%3Apredict|^"<>\`?x=[y]' -g`);
  expect(serving.requests[0]!.target).toBe('/v1/models/a%3Apredict|^"<>`?x=[y]');
});

test('-v tells of the connection as curl 8 does', async () => {
  const { run } = await open(echoing());
  const said = await run('curl -sv -d hi localhost:8501/x');
  expect(said.stdout).toBe('hi');
  expect(said.stderr.replaceAll('\r', '').split('\n')).toEqual([
    '* Host localhost:8501 was resolved.',
    '* IPv6: ::1',
    '* IPv4: 127.0.0.1',
    '*   Trying [::1]:8501...',
    '* Connected to localhost (::1) port 8501',
    '* using HTTP/1.x',
    '> POST /x HTTP/1.1',
    '> Host: localhost:8501',
    '> User-Agent: curl/8.14.1',
    '> Accept: */*',
    '> Content-Length: 2',
    '> Content-Type: application/x-www-form-urlencoded',
    '> ',
    '* upload completely sent off: 2 bytes',
    '< HTTP/1.1 200 OK',
    '< Content-Type: application/json',
    '< Content-Length: 2',
    '< ',
    '* Connection #0 to host localhost left intact',
    '',
  ]);
});

test('a large body is announced, and the server asked for it', async () => {
  const { serving, run, files } = await open(echoing());
  await files.write('large', new Uint8Array(1024 * 1024 + 1));
  const said = await run(
    'curl -s -i -o answer --data-binary @large localhost:8501; head -c 25 answer',
  );
  expect(said.stdout).toBe('HTTP/1.1 100 Continue\r\n\r\nH'.slice(0, 25));
  expect(serving.requests[0]!.headers.at(-1)).toEqual(['Expect', '100-continue']);
});

test('the progress meter is not shown where the answer is', async () => {
  const { run } = await open(echoing());
  expect((await run('curl localhost:8501')).stderr).toBe('');
  expect((await run('answer() { curl localhost:8501; }; answer')).stderr).toBe('');
  expect((await run('curl localhost:8501 | cat')).stderr).toMatch(/^ {2}% Total/);
  expect((await run('x=$(curl localhost:8501)')).stderr).toMatch(/^ {2}% Total/);
});

describe('waiting', () => {
  const silent = () => {
    const serving = new FakeServing();
    serving.answer = () => new Promise(() => undefined);
    return serving;
  };

  test('ends after the time of -m', async () => {
    const { run } = await open(silent());
    const said = await run('curl -sS -m 0.05 localhost:8501');
    expect(said.stderr).toMatch(
      /^curl: \(28\) Operation timed out after \d+ milliseconds with 0 bytes received\n$/,
    );
    expect(said.status).toBe(28);
  });

  test('is ended by a Stop', async () => {
    const { run } = await open(silent());
    const abort = new AbortController();
    const running = run('curl localhost:8501', { signal: abort.signal });
    setTimeout(() => abort.abort(new KeyboardInterrupt()), 20);
    await expect(running).rejects.toThrow(KeyboardInterrupt);
  });

  test('--retry asks again until somebody answers', async () => {
    const { serving, run } = await open();
    const answer = echoing().answer;
    serving.answer = (request) => (serving.requests.length < 2 ? undefined : answer(request));
    const said = await run(
      'curl --retry 3 --retry-connrefused --retry-delay 0.01 -d x localhost:8501',
    );
    expect(said).toMatchObject({ status: 0, stdout: 'x' });
    expect(said.stderr).toContain(
      'Warning: Problem: connection refused. Will retry in 0.01 seconds. 3 retries left.\n',
    );
  });
});

describe('a refused connection is followed by what to do', () => {
  async function adviceOn(all: ContainerInfo[], port = 8501, lines: string[] = []) {
    const serving = new FakeServing();
    serving.all = all;
    for (const line of lines) serving.log(line);
    const { run } = await open(serving);
    const said = await run(
      `curl -s localhost:${port}; curl -sS localhost:${port} 2> error; cat error`,
    );
    expect(said.stdout).toMatch(
      /^curl: \(7\) Failed to connect to localhost port \d+ after \d+ ms: .*\n$/,
    );
    expect(said.stderr.split('\n')).toHaveLength(2);
    return said.stderr;
  }
  const info = containerOf();

  test.each<[string, ContainerInfo[], number, string[], string]>([
    ['no container', [], 8501, [], 'To start a server: docker run -d --rm'],
    ['another port', [], 9000, [], 'Only containers listen here'],
    [
      'an ended container',
      [containerOf({ state: 'exited', exitCode: 255 })],
      8501,
      [],
      'ended with status 255',
    ],
    [
      'a port that is not published',
      [{ ...info, spec: { ...info.spec, ports: [] } }],
      8501,
      [],
      'port 8501 is not published',
    ],
    [
      'a wrong port in the container',
      [{ ...info, spec: { ...info.spec, ports: [{ host: 8501, container: 80 }] } }],
      8501,
      [],
      'the REST API is on 8501',
    ],
    ['a server that loads', [info], 8501, ['Reading SavedModel'], 'does not listen yet'],
    [
      'a server without versions',
      [info],
      8501,
      [
        'W file_system_storage_path_source.cc:269] No versions of servable fashion found under base path /models/fashion. Did you forget to name',
      ],
      'for a directory that is named by a number',
    ],
    [
      'a server that answers elsewhere',
      [{ ...info, spec: { ...info.spec, ports: [{ host: 8511, container: 8501 }] } }],
      8501,
      [],
      'answers on another port, 8511',
    ],
  ])('%s', async (_, all, port, lines, advice) => {
    expect(await adviceOn(all, port, lines)).toContain(advice);
  });

  test('but not of a silent one that is tried until it comes through', async () => {
    const { serving, run } = await open(echoing());
    const { answer } = serving;
    serving.answer = (request) => (serving.requests.length < 3 ? undefined : answer(request));
    const said = await run('until curl -s localhost:8501 -d x; do sleep 0.01; done');
    expect(said).toEqual({ status: 0, stdout: 'x', stderr: '' });
  });

  test('other hosts: there is no network', async () => {
    const { run } = await open();
    const said = await run('curl -sS https://www.tensorflow.org/');
    expect(said.status).toBe(6);
    expect(said.stderr).toMatch(
      /^curl: \(6\) Could not resolve host: www\.tensorflow\.org\nThis shell has no network/,
    );
  });
});

test.each([
  ['curl -s', 2, 'curl: (2) no URL specified\n'],
  [
    'curl -sS -d @nofile localhost',
    26,
    'curl: Failed to open nofile\ncurl: option -d: error encountered when reading a file\n',
  ],
  ...['-H', '-w'].map((option): [string, number, string] => [
    `curl -sS ${option} @nofile localhost`,
    26,
    `curl: Failed to open nofile\ncurl: option ${option}: error encountered when reading a file\n`,
  ]),
  [
    'curl -sS -T nofile localhost',
    26,
    "curl: cannot open 'nofile'\ncurl: (26) Failed to open/read local data",
  ],
  [
    'curl -F a=b localhost',
    2,
    'curl: option -F: the installed libcurl version does not support this\n',
  ],
  [
    'curl -sS "http://localhost/a b"',
    3,
    'curl: (3) URL rejected: Malformed input to a URL function\n',
  ],
  [
    'curl -sS http://localhost:99999/',
    3,
    'curl: (3) URL rejected: Port number was not a decimal number between 0 and 65535\n',
  ],
  ['curl -sS http://', 3, 'curl: (3) URL rejected: No host part in the URL\n'],
  ['curl -sS foo://x', 1, 'curl: (1) Protocol "foo" not supported\n'],
])('%s', async (command, status, message) => {
  const { run } = await open(echoing());
  const said = await run(command);
  expect(said.stderr).toContain(message);
  expect(said.status).toBe(status);
});

test('-w tells of times in seconds, and all variables as JSON', async () => {
  const { run } = await open(echoing());
  const said = await run(
    "curl -s -o /dev/null -w '%{time_total} %header{content-type} %{json}' -d x localhost:8501/y",
  );
  const [, time, type, json] = /^(\S+) (\S+) (.*)$/.exec(said.stdout)!;
  expect(time).toMatch(/^\d+\.\d{6}$/);
  expect(type).toBe('application/json');
  expect(JSON.parse(json!)).toMatchObject({
    http_code: 200,
    size_upload: 1,
    url_effective: 'http://localhost:8501/y',
  });
});

test('several URLs keep their answers apart', async () => {
  const serving = new FakeServing();
  serving.answer = ({ target }) => ({
    status: 200,
    statusText: 'OK',
    headers: [],
    body: bytes(target),
  });
  const { run } = await open(serving);
  expect(
    (await run("curl -s 'localhost:8501/{a,b}' localhost:1/c localhost:8501/d -w '|%{urlnum}|'"))
      .stdout,
  ).toBe('/a|0|/b|1|/c|2|/d|3|');
});

const REFUSED = 'curl -s http://localhost:1';

test.each([
  [`set -e; ${REFUSED} || true; echo on`, 'on\n', 0],
  [`set -e; ${REFUSED} && echo x; echo on`, 'on\n', 0],
  [`set -e; true && ${REFUSED}; echo no`, '', 7],
  [`for i in 1 2 3; do ${REFUSED} || continue; echo no; done; echo $i`, '3\n', 0],
  [`for i in 1 2 3; do ${REFUSED} || break; done; echo $i`, '1\n', 0],
  [`f() { ${REFUSED} || return 4; }; f; echo $?`, '4\n', 0],
  [`${REFUSED} || exit 3; echo no`, '', 3],
  [`echo a && ${REFUSED} || echo b`, 'a\nb\n', 0],
  [`! ${REFUSED} && echo a`, 'a\n', 0],
  [`echo x | ${REFUSED} || echo "\${PIPESTATUS[@]}"`, '0 7\n', 0],
  [`(${REFUSED} || exit 5) || echo $?`, '5\n', 0],
])('%s does what it does in bash', async (script, stdout, status) => {
  const { run } = await open();
  expect(await run(script)).toMatchObject({ stdout, status });
});
