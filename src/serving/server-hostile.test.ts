import { expect, test } from 'vitest';
import { seeded, type Random } from '../../tests/seeded';
import { FakeMachine } from '../../tests/serving/fake-machine';
import { RunningServer } from '../../tests/serving/running-server';

const FILE = '/models/models.config';
const TOKENS = [
  'model_config_list',
  'custom_model_config',
  'config',
  'name',
  'base_path',
  'model_platform',
  'model_version_policy',
  'specific',
  'latest',
  'all',
  'versions',
  'num_versions',
  'version_labels',
  'key',
  'value',
  'logging_config',
  ':',
  '{',
  '}',
  '<',
  '>',
  '[',
  ']',
  ',',
  "'",
  '"',
  '#',
  '\n',
  '-',
  '1',
  '2',
  '99999999999999999999',
  '1e400',
  '0x',
  '\\',
  '\u0000',
  'é',
  "'a'",
  "'/models/a'",
  "'tensorflow'",
];

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)]!;
}

/** Lists of models that are mostly right: with labels, policies, paths that are not there. */
function plausible(random: Random): string {
  const model = () => {
    const name = pick(random, ['a', 'b', '__proto__', '']);
    const path = pick(random, [`/models/${name}`, '/nowhere', 'relative', '/models/a']);
    const platform = pick(random, ['tensorflow', 'tensorflow', 'tensorflow', 'caffe']);
    const policy = pick(random, [
      '',
      'model_version_policy { all {} }',
      'model_version_policy { latest { num_versions: 2 } }',
      `model_version_policy { specific { versions: ${random(4)} } }`,
    ]);
    const label = random(3) === 0 ? `version_labels { key: 'x' value: ${random(4)} }` : '';
    return `config { name: '${name}' base_path: '${path}' model_platform: '${platform}' ${policy} ${label} }`;
  };
  return `model_config_list { ${Array.from({ length: random(4) }, model).join(' ')} }`;
}

function nonsense(random: Random): string {
  return Array.from({ length: random(30) }, () => pick(random, TOKENS)).join(' ');
}

/** Right text with something wrong in one place. */
function damaged(random: Random): string {
  const text = plausible(random);
  const at = random(text.length);
  return text.slice(0, at) + pick(random, TOKENS) + text.slice(at + random(3));
}

function machineWithModels(): FakeMachine {
  const machine = new FakeMachine();
  for (const directory of ['a/1', 'a/2', 'b/1']) machine.export(`/models/${directory}`, directory);
  return machine;
}

test('starts, waits or ends with a reason, whatever the file of models says', async () => {
  const random = seeded(51);
  const ends = new Map<string, number>();
  for (let round = 0; round < 600; round++) {
    const machine = machineWithModels();
    machine.files.set(FILE, pick(random, [plausible, nonsense, damaged])(random));
    const { server } = await RunningServer.start(machine, [`--model_config_file=${FILE}`]);
    const end = server.exited ? 'ended' : server.listening.rest ? 'listens' : 'waits';
    ends.set(end, (ends.get(end) ?? 0) + 1);
    const last = machine.lines.findLast((line) => /^(stdout Failed to start|[EFW] )/.test(line));
    if (end !== 'listens') expect(last, machine.files.get(FILE)).toBeDefined();
  }
  for (const end of ['ended', 'listens', 'waits']) expect(ends.get(end)).toBeGreaterThan(5);
});

test('goes on serving what it has while the file of models changes to whatever', async () => {
  const random = seeded(52);
  const machine = machineWithModels();
  machine.files.set(FILE, config('a'));
  const running = await RunningServer.start(machine, [
    `--model_config_file=${FILE}`,
    '--model_config_file_poll_wait_seconds=1',
  ]);
  for (let round = 0; round < 300; round++) {
    machine.files.set(FILE, pick(random, [plausible, nonsense])(random));
    await running.seconds(1 + random(3));
    expect(await running.predict('a')).toMatch(/^(.*\/\d|404 Servable not found .*)$/);
    if (random(3) === 0) exportAll(machine);
    else machine.remove(pick(random, ['/nowhere', '/models/b', '/models/a/2']));
    if (random(10) === 0) await running.restart();
    machine.newLines();
  }
  exportAll(machine);
  for (const text of ['model_config_list {}', config('b')]) {
    machine.files.set(FILE, text);
    await running.seconds(2);
  }
  expect(await running.predict('b')).toBe('/models/b/3');
});

/** As the real one, the server carries out no other list before the models of the last one have versions. */
function exportAll(machine: FakeMachine): void {
  for (const path of ['/nowhere', '/models/', '/models/__proto__', '/models/a', '/models/b']) {
    for (const version of [0, 1, 2, 3]) machine.export(`${path}/${version}`, `${path}/${version}`);
  }
}

function config(name: string): string {
  return `model_config_list { config { name: '${name}' base_path: '/models/${name}' model_platform: 'tensorflow' } }`;
}

test('answers every port, method and target, and grows no larger by it', async () => {
  const random = seeded(53);
  const machine = machineWithModels();
  const running = await RunningServer.start(machine, [
    '--model_name=a',
    '--model_base_path=/models/a',
    '--enable_batching',
  ]);
  const { server } = running;
  const methods = ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'TRACE', 'get'];
  const names = ['a', 'nobody', `n${random(9)}`, '__proto__', '%61', 'constructor'];
  const bodies = ['', '{}', '{"inputs": 1}', '{"instances": [1]}', '{"examples": [{"x": 1}]}', '['];
  const ask = async (round: number) => {
    const which = pick(random, [
      '',
      '/versions/2',
      '/versions/9',
      '/labels/x',
      '/labels/__proto__',
    ]);
    const what = pick(random, ['', ':predict', ':classify', ':regress', '/metadata', ':nothing']);
    const isNew = random(3) === 0;
    const request = {
      method: pick(random, methods),
      target: `/v1/models/${isNew ? `m${round}` : pick(random, names)}${which}${what}`,
      headers: [['content-type', 'application/grpc-web+proto']] as const,
      body: new TextEncoder().encode(pick(random, bodies)),
    };
    return random(5) === 0 ? server.handleGrpc(request) : server.handle(request);
  };
  for (let round = 0; round < 3000; round++) {
    const answer = await ask(round);
    expect([200, 204, 400, 404, 405, 501]).toContain(answer?.response.status);
  }
  for (let i = 0; i < 1500; i++) {
    const target = `/v1/models/m${i}:predict`;
    await server.handle({ method: 'POST', target, headers: [], body: new Uint8Array() });
  }
  const size = JSON.stringify(server.snapshot()).length;
  for (let round = 3000; round < 8000; round++) await ask(round);
  expect(JSON.stringify(server.snapshot()).length).toBeLessThan(1.1 * size);
});
