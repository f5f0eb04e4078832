/** What the real curl and docker printed and sent (scripts/fixtures/make_network_fixture.py), character for character. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ContainerSpec, RawRequest, RawResponse } from '#protocol';
import { containerOf, FakeServing } from './commands/serving-fake';
import { createTestShell, type Said } from './testing';

interface Case extends Said {
  command: string;
  seen: unknown[];
}

const url = new URL('../../tests/fixtures/shell/network-tools.json', import.meta.url);
const recorded = JSON.parse(await readFile(url, 'utf8')) as {
  files: Record<string, string>;
  curl: Case[];
  docker: Case[];
};

const PHRASES: Record<number, string> = {
  200: 'OK',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/** The server that the real curl asked. */
function answer({ method, target, port }: RawRequest): RawResponse | undefined {
  if (port !== 8501) return undefined;
  const status = Number(/\/status\/(\d+)/.exec(target)?.[1] ?? 200);
  const body = new TextEncoder().encode(`{"status": ${status}}`);
  return {
    status,
    statusText: PHRASES[status]!,
    headers: [
      ['Content-Type', 'application/json'],
      ['Date', 'Fri, 20 Nov 2026 19:00:00 GMT'],
      ['Content-Length', String(body.length)],
    ],
    body: method === 'HEAD' ? new Uint8Array() : body,
  };
}

/** Runs with its output into a file, as the real tool ran. */
async function runAway(command: string, serving: FakeServing): Promise<Said> {
  const { run, files } = await createTestShell(recorded.files, serving);
  await run('export HOME_IS=here');
  const said = await run(`{ ${command}\n} > .out 2> .err`);
  const read = async (path: string) => new TextDecoder().decode(await files.read(path));
  return { status: said.status, stdout: await read('.out'), stderr: await read('.err') };
}

/** Commands whose text or status changed between the recorded curl and the one that is played here (8.14). */
const NEWER = ['curl -s -T request.json http://localhost:8501/'];

function ageless(text: string): string {
  return text
    .replace(/curl\/[\d.]+/g, 'curl/VERSION')
    .replace(/Couldn't connect to server/g, 'Could not connect to server')
    .replace(/after \d+ ms/g, 'after 0 ms')
    .replace(/^(?:\r?((?:\s*\d+){6}) .*?)(?=\r|\n)/gm, '$1')
    .replace(/\r((?:\s*\d+){6}) [^\r\n]*/g, '\r$1')
    .replace(/ \(#0\)$/gm, '')
    .replace(/^\* Closing connection 0$/gm, '* closing connection #0')
    .replace(/^\* (using HTTP\/1\.x|Request completely sent off|upload completely .*)\n/gm, '')
    .replace(/, passed \d+ returned 0$/gm, '');
}

describe('curl', () => {
  test.each(recorded.curl.filter(({ command }) => !NEWER.includes(command)))(
    '$command',
    async ({ command, stdout, stderr, status, seen }) => {
      const serving = new FakeServing();
      serving.answer = answer;
      serving.all = [containerOf()];
      const said = await runAway(command, serving);
      expect({ ...said, stdout: ageless(said.stdout), stderr: ageless(said.stderr) }).toEqual({
        stdout: ageless(stdout),
        stderr: ageless(stderr),
        status,
      });
      const requests = serving.requests.filter(({ port }) => port === 8501);
      const sent = requests.map(({ method, target, headers, body }) => ({
        method,
        target,
        headers: headers.map(([name, value]) => [name, ageless(value)]),
        body: new TextDecoder().decode(body),
      }));
      expect(sent).toEqual(JSON.parse(ageless(JSON.stringify(seen))));
    },
  );
});

describe('docker', () => {
  test.each(recorded.docker)('$command', async ({ command, stdout, stderr, status, seen }) => {
    const serving = new FakeServing();
    serving.all = [containerOf()];
    serving.imagesAbsent = ['nosuch'];
    const said = await runAway(command, serving);
    const spoken = stderr.replace(/^time=.*\n/gm, '');
    expect(said).toEqual({ stdout, stderr: spoken, status });
    if (seen.length > 0) expect(serving.ran.map(asDaemonSees)).toEqual(seen);
  });
});

/** A container's description in the daemon's terms. */
function asDaemonSees(spec: ContainerSpec): unknown {
  const isMount = (readOnly: boolean, source: string) => readOnly && source === '/home/learner';
  const binds = spec.volumes.filter(({ readOnly, source }) => !isMount(readOnly, source));
  const mounts = spec.volumes.filter(({ readOnly, source }) => isMount(readOnly, source));
  const ports: Record<string, number[]> = {};
  for (const { host, container } of spec.ports) (ports[`${container}/tcp`] ??= []).push(host);
  const orNull = <T>(list: T[]) => (list.length > 0 ? list : null);
  return {
    Image: spec.image,
    Tty: spec.tty,
    Env: orNull(Object.entries(spec.env).map(([name, value]) => `${name}=${value}`)),
    Cmd: orNull([...spec.args]),
    Entrypoint: spec.entrypoint === undefined ? null : [spec.entrypoint],
    Binds: orNull(
      binds.map(({ source, target, readOnly }) => `${source}:${target}${readOnly ? ':ro' : ''}`),
    ),
    Mounts: orNull(
      mounts.map(({ source, target }) => ({
        Type: 'bind',
        Source: source,
        Target: target,
        ReadOnly: true,
      })),
    ),
    PortBindings: expect.objectContaining(
      Object.fromEntries(
        Object.entries(ports).map(([port, hosts]) => [
          port,
          hosts.map((host) => expect.objectContaining({ HostPort: String(host) })),
        ]),
      ),
    ),
    AutoRemove: spec.autoRemove,
  };
}
