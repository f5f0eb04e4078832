/** What the recorded command line does not show: time, waiting, and what is only here. */
import { describe, expect, test } from 'vitest';
import { KeyboardInterrupt } from '#errors';
import { createTestShell } from '../../testing';
import { CONTAINER_ID, containerOf, FakeServing } from '../serving-fake';
import { humanDuration, parseMoment } from './durations';
import { portsOf } from './looks';

async function open(serving = new FakeServing()) {
  const shell = await createTestShell({ 'serving/fashion/1/saved_model.pb': 'x' }, serving);
  return { serving, ...shell };
}

const RUN = 'docker run --rm -p 8501:8501 tensorflow/serving';
const EVENT_LOOP = '[evhttp_server.cc : 261] NET_LOG: Entering the event loop ...';

test.each([
  [0, 'Less than a second'],
  [1_000, '1 second'],
  [59_999, '59 seconds'],
  [60_000, 'About a minute'],
  [3_599_000, '59 minutes'],
  [3_600_000, 'About an hour'],
  [47.4 * 3_600_000, '47 hours'],
  [48 * 3_600_000, '2 days'],
  [15 * 86_400_000, '2 weeks'],
  [70 * 86_400_000, '2 months'],
  [800 * 86_400_000, '2 years'],
])('%d ms are %s', (milliseconds, words) => {
  expect(humanDuration(milliseconds)).toBe(words);
});

test.each([
  ['10m', 1_000_000 - 600_000],
  ['1h30m', 1_000_000 - 5_400_000],
  ['1.5', 1500],
  ['2026-11-20T19:00:00Z', Date.UTC(2026, 10, 20, 19)],
  ['2026-11-20T19:00:00.25+01:00', Date.UTC(2026, 10, 20, 18, 0, 0, 250)],
  ['2026-11-20', Date.UTC(2026, 10, 20)],
  ['yesterday', undefined],
  ['10', 10_000],
])('the moment %s', (text, moment) => {
  expect(parseMoment(text, 1_000_000)).toBe(moment);
});

test('ports that follow each other are one range', () => {
  const info = containerOf();
  const both = [8500, 8501].map((port) => ({ host: port, container: port }));
  expect(portsOf({ ...info, spec: { ...info.spec, ports: [] } })).toBe('8500-8501/tcp');
  expect(portsOf({ ...info, spec: { ...info.spec, ports: both } })).toBe(
    '0.0.0.0:8500-8501->8500-8501/tcp, [::]:8500-8501->8500-8501/tcp',
  );
  expect(portsOf({ ...info, state: 'exited' })).toBe('');
});

describe('docker run', () => {
  test('shows lines when they come, each on the stream that it was written to', async () => {
    const { serving, run } = await open();
    const order: string[] = [];
    serving.log('first');
    setTimeout(() => serving.log('second', 'stdout'), 150);
    setTimeout(() => serving.log(EVENT_LOOP), 400);
    const said = await run(`true && echo before && ${RUN} && echo after`, {
      stdout: (text) => void order.push(text),
      stderr: (text) => void order.push(`! ${text}`),
    });
    expect(said.status).toBe(0);
    expect(order).toEqual([
      'before\n',
      '! first\n',
      'second\n',
      `! ${EVENT_LOOP}\n`,
      expect.stringMatching(/^! .*fashion goes on running: `docker logs -f fashion`/),
      'after\n',
    ]);
  });

  test('has one stream with -t, and with 2>&1', async () => {
    for (const command of [RUN.replace('run', 'run -t'), `${RUN} 2>&1`]) {
      const { serving, run } = await open();
      serving.log(EVENT_LOOP);
      expect((await run(command)).stdout).toContain(EVENT_LOOP);
    }
  });

  test('ends with the status of a server that ends', async () => {
    const { serving, run } = await open();
    serving.log('Failed to start server.');
    setTimeout(() => (serving.all = [containerOf({ state: 'exited', exitCode: 255 })]), 50);
    const said = await run(`${RUN}; echo $?`);
    expect(said.stdout).toBe('255\n');
  });

  test('goes on when a server has only its gRPC port', async () => {
    const { serving, run } = await open();
    serving.log('Running gRPC ModelServer at 0.0.0.0:8500 ...');
    expect((await run(RUN)).stderr).toContain('goes on running');
  });

  test('goes on when a model cannot be loaded', async () => {
    const { serving, run } = await open();
    serving.log('Loading servable: {name: m version: 2} failed: NOT_FOUND: no');
    expect((await run(RUN)).stderr).toContain('Version 2 of m could not be loaded');
  });

  test('tells of flags that change nothing here', async () => {
    const { serving, run } = await open();
    const said = await run('docker run -d --memory 2g --cpus=1 tensorflow/serving');
    expect(said).toMatchObject({
      stdout: `${CONTAINER_ID}\n`,
      stderr: 'Without effect here: --memory, --cpus\n',
    });
    expect(serving.ran).toHaveLength(1);
  });

  test.each([
    ['--network host', 'docker: there is no host network here.'],
    ['--network mine', 'docker: Error response from daemon: network mine not found'],
    ['--gpus all', 'could not select device driver "" with capabilities: [[gpu]]'],
    ['--restart foo', "unknown policy 'foo'"],
    ['-v a/b:/c', 'includes invalid characters for a local volume name'],
    ['-v /a:b', "invalid mount path: 'b' mount path must be absolute"],
    ['-v /a:/b:zz', 'invalid mode: zz'],
    ['-v /a:/b -v /c:/b', 'Duplicate mount point: /b'],
    ['--mount type=bind,src=./nope,dst=/b', 'bind source path does not exist: /home/learner/nope'],
    ['--mount type=bind,dst=/b', 'field Source must not be empty'],
  ])('refuses %s', async (flags, message) => {
    const { serving, run } = await open();
    const said = await run(`docker run ${flags} tensorflow/serving`);
    expect(said.stderr).toContain(message);
    expect(said.stderr).toMatch(/\n\nRun 'docker run --help' for more information\n/);
    expect(said.status).toBe(125);
    expect(serving.ran).toEqual([]);
  });

  test('resolves volumes from the current directory; others are empty', async () => {
    const { serving, run } = await open();
    await run(
      'cd serving; docker run -d -v ./fashion:/models/a:ro -v "$HOME/x:/x" -v data:/data -v /tmp:/tmp tensorflow/serving',
    );
    expect(serving.ran[0]!.volumes).toEqual([
      {
        source: '/home/learner/serving/fashion',
        workspacePath: 'serving/fashion',
        target: '/models/a',
        readOnly: true,
      },
      { source: '/home/learner/x', workspacePath: 'x', target: '/x', readOnly: false },
      { source: 'data', workspacePath: undefined, target: '/data', readOnly: false },
      { source: '/tmp', workspacePath: undefined, target: '/tmp', readOnly: false },
    ]);
  });

  test('publishes free ports of the host where none is named', async () => {
    const serving = new FakeServing();
    const taken = containerOf();
    serving.all = [
      { ...taken, spec: { ...taken.spec, ports: [{ host: 32768, container: 8501 }] } },
    ];
    const { run } = await open(serving);
    await run('docker run -d -P -p 8501-8510:8501 tensorflow/serving');
    expect(serving.ran[0]!.ports).toEqual([
      { host: 8501, container: 8501 },
      { host: 32769, container: 8500 },
    ]);
  });
});

describe('docker logs', () => {
  async function withLines() {
    const serving = new FakeServing();
    serving.all = [containerOf()];
    for (const text of ['one', 'two', 'three']) serving.log(text);
    return await open(serving);
  }

  test('chooses lines by number and by time', async () => {
    const { run } = await withLines();
    expect((await run('docker logs -n 1 fashion')).stderr).toBe('three\n');
    expect((await run('docker logs --tail 0 fashion')).stderr).toBe('');
    expect((await run('docker logs --tail many fashion')).stderr).toBe('one\ntwo\nthree\n');
    expect((await run('docker logs --since 1790000000.002 -t fashion')).stderr).toBe(
      '2026-09-21T14:13:20.002000000Z two\n2026-09-21T14:13:20.003000000Z three\n',
    );
  });

  test('-f goes on until the container ends', async () => {
    const { serving, run } = await withLines();
    setTimeout(() => serving.log('four'), 100);
    setTimeout(() => void serving.kill('fashion'), 400);
    expect(await run('docker logs -f --tail 1 fashion')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'three\nfour\n',
    });
  });

  test('-f into a pipe ends with what there is, and says so', async () => {
    const { run } = await withLines();
    const said = await run('docker logs -f fashion 2>&1 | head -2');
    expect(said.stdout).toBe('one\ntwo\n');
    expect((await run('docker logs -f fashion 2>/dev/null | cat')).stdout).toBe('');
    expect((await run('docker logs -f fashion > log.txt')).stderr).toContain('does not wait');
  });

  test('-f is ended by a Stop at once', async () => {
    const { run } = await withLines();
    const abort = new AbortController();
    const following = run('docker logs -f fashion', {
      signal: abort.signal,
      stderr: () => abort.abort(new KeyboardInterrupt()),
    });
    await expect(following).rejects.toThrow(KeyboardInterrupt);
  });
});

test('a function shows what docker says when it has ended', async () => {
  const serving = new FakeServing();
  serving.all = [containerOf()];
  serving.log('one');
  const { run } = await open(serving);
  expect((await run('show() { echo log:; docker logs fashion 2>&1; }; show')).stdout).toBe(
    'log:\none\n',
  );
});

test('docker exec lists what the container sees, and runs nothing else', async () => {
  const { run } = await open();
  await run('docker run -d --name f -v ./serving/fashion:/models/fashion tensorflow/serving');
  expect((await run('docker exec f ls /models /models/fashion')).stdout).toBe(
    '/models:\nfashion\n/models/fashion:\n1\n',
  );
  expect(await run('docker exec f ls /nowhere')).toMatchObject({
    status: 2,
    stderr: "ls: cannot access '/nowhere': No such file or directory\n",
  });
  expect((await run('docker exec -it f bash')).status).toBe(126);
});

test('docker top shows the server as it was started: by the script of the image, or by itself', async () => {
  const serving = new FakeServing();
  const script = containerOf({ name: 'script' });
  const id = 'f'.repeat(64);
  const command = '/usr/bin/tensorflow_model_server --port=9000';
  serving.all = [script, containerOf({ name: 'own', id, command })];
  const { run } = await open(serving);
  expect((await run('docker top script')).stdout).toContain(
    'tensorflow_model_server --port=8500 --rest_api_port=8501 --model_name=fashion ',
  );
  expect((await run('docker top own')).stdout).toMatch(/ \/usr\S+server --port=9000\n$/);
});

test('docker restart stops a running container before it starts it', async () => {
  const serving = new FakeServing();
  serving.all = [containerOf()];
  const { run } = await open(serving);
  expect((await run('docker restart fashion nope')).stdout).toBe('fashion\n');
  expect(serving.done).toEqual(['stop fashion', 'start fashion']);
});

test('every command explains itself with --help', async () => {
  const { run } = await open();
  const overview = (await run('docker')).stdout;
  const names = [...overview.matchAll(/^ {2}(\w+) {2}/gm)].map(([, name]) => name!);
  expect(names).toEqual(expect.arrayContaining(['run', 'ps', 'logs', 'stop', 'container']));
  for (const name of names) {
    expect((await run(`docker ${name} --help`)).stdout, name).toMatch(
      new RegExp(`^Usage: {2}docker ${name} `),
    );
  }
});
