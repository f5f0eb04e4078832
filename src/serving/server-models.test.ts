import { beforeEach, describe, expect, test } from 'vitest';
import { FakeMachine } from '../../tests/serving/fake-machine';
import { RunningServer } from '../../tests/serving/running-server';

const FILE = '/models/models.config';

let machine: FakeMachine;

function model(name: string, more = ''): string {
  return `config { name: '${name}' base_path: '/models/${name}' model_platform: 'tensorflow' ${more} }`;
}

function label(name: string, version: number): string {
  return `version_labels { key: '${name}' value: ${version} }`;
}

const VERSIONS = 'model_version_policy { specific { versions: 1 versions: 2 } }';

function configure(...models: string[]): void {
  machine.files.set(FILE, `model_config_list { ${models.join('\n')} }`);
}

async function start(...args: string[]): Promise<RunningServer> {
  return RunningServer.start(machine, [
    `--model_config_file=${FILE}`,
    '--model_config_file_poll_wait_seconds=1',
    ...args,
  ]);
}

beforeEach(() => {
  machine = new FakeMachine();
  for (const name of ['a', 'b']) {
    for (const version of [1, 2, 3]) {
      machine.export(`/models/${name}/${version}`, `${name}${version}`);
    }
  }
});

describe('the first configuration', () => {
  test('serves every model that is listed', async () => {
    configure(model('a'), model('b', 'model_version_policy { all { } }'));
    const running = await start();
    expect(machine.lines.slice(0, 3)).toEqual([
      'I Adding/updating models.',
      'I  (Re-)adding model: a',
      'I  (Re-)adding model: b',
    ]);
    expect(await running.states('a')).toBe('3 AVAILABLE');
    expect(await running.states('b')).toBe('3 AVAILABLE, 2 AVAILABLE, 1 AVAILABLE');
    expect(await running.predict('b')).toBe('b3');
    expect(await running.predict('b', '/versions/2')).toBe('b2');
  });

  test.each([
    [
      'model_config_list: nonsense',
      "INVALID_ARGUMENT: Invalid protobuf file: '/models/models.config'",
      'Error parsing text-format tensorflow.serving.ModelServerConfig',
    ],
    [
      `model_config_list { ${model('a')} ${model('a')} }`,
      'INVALID_ARGUMENT: Illegal to list model a multiple times in config list',
    ],
    [
      `model_config_list { ${model('a', label('stable', 1))} }`,
      'FAILED_PRECONDITION: Request to assign label to version 1 of model a, which is not currently available for inference',
    ],
    [
      "model_config_list { config { name: 'a' base_path: '/models/a' model_platform: 'onnx' } }",
      'INVALID_ARGUMENT: Model a requests unsupported platform onnx',
    ],
  ])('%j does not start', async (text, error, line = '') => {
    machine.files.set(FILE, text);
    const { server } = await start();
    expect(server.exited).toEqual({ code: 255 });
    expect(machine.lines.at(-1)).toBe(`stdout Failed to start server. Error: ${error}`);
    expect(machine.lines.join('\n')).toContain(line);
  });

  test('without any model opens the ports at once', async () => {
    machine.files.set(FILE, '');
    const running = await start();
    expect(machine.lines[0]).toBe('I Taking no action for empty config.');
    expect(await running.predict('a')).toBe('404 Servable not found for request: Latest(a)');
  });

  test('of a kind of its own ends the process', async () => {
    machine.files.set(FILE, "custom_model_config { type_url: 'x' }");
    const { server } = await start();
    expect(server.exited).toEqual({ code: 134 });
    expect(machine.lines.at(-1)).toBe('F ModelServer does not yet support custom model config.');
  });

  test('one base path that is gone keeps every model from changing', async () => {
    configure(model('a'), model('b'));
    const running = await start('--model_config_file_poll_wait_seconds=0');
    machine.remove('/models/b');
    machine.export('/models/a/4', 'a4');
    await running.seconds(5);
    expect(await running.predict('a')).toBe('a3');
    expect(await running.predict('b')).toBe('b3');
    machine.export('/models/b/3', 'b3');
    await running.seconds(1);
    expect(await running.predict('a')).toBe('a4');
  });

  test('waits for each of its models', async () => {
    machine.remove('/models/b');
    machine.files.set('/models/b/keep', '');
    configure(model('a'), model('b'));
    const running = await start();
    expect(await running.predict('a')).toBe('refused');
    machine.export('/models/b/7', 'b7');
    await running.seconds(1);
    expect(await running.predict('a')).toBe('a3');
  });
});

describe('another configuration', () => {
  test('takes away what is not listed and adds what is new', async () => {
    configure(model('a'));
    const running = await start();
    configure(model('b'));
    await running.seconds(1);
    expect(await running.states('a')).toBe('3 END');
    expect(await running.predict('a')).toBe('404 Servable not found for request: Latest(a)');
    expect(await running.predict('b')).toBe('b3');
  });

  test('is not seen without polling', async () => {
    configure(model('a'));
    const running = await start('--model_config_file_poll_wait_seconds=0');
    configure(model('b'));
    await running.seconds(10);
    expect(await running.predict('a')).toBe('a3');
  });

  test('is logged with each look, changed or not', async () => {
    configure(model('a'));
    const running = await start();
    machine.newLines();
    await running.seconds(1);
    expect(machine.newLines()).toEqual([
      'I Adding/updating models.',
      'I  (Re-)adding model: a',
      'I Finished adding/updating models',
    ]);
  });

  test('with an empty list unloads everything', async () => {
    configure(model('a'));
    const running = await start();
    configure();
    await running.seconds(1);
    expect(await running.states('a')).toBe('3 END');
  });

  test('that cannot be read changes nothing', async () => {
    configure(model('a'));
    const running = await start();
    machine.newLines();
    machine.files.set(FILE, 'model_config_list {');
    await running.seconds(1);
    expect(machine.newLines().at(-1)).toBe(
      "E Failed to read ModelServerConfig file: Invalid protobuf file: '/models/models.config'",
    );
    expect(await running.predict('a')).toBe('a3');
  });

  test('that is refused changes nothing', async () => {
    configure(model('a'));
    const running = await start();
    machine.newLines();
    const onnx = "config { name: 'a' base_path: '/models/a' model_platform: 'onnx' }";
    configure(onnx, model('b'));
    await running.seconds(1);
    expect(machine.newLines()).toEqual([
      "E PollFilesystemAndReloadConfig failed to ReloadConfig: Illegal to change a model's platform. For model a platform was tensorflow and new platform requested is onnx",
    ]);
    expect(await running.states('b')).toMatch(/^404/);
  });

  test('whose new model cannot be loaded is a failure, but in effect', async () => {
    configure(model('a'));
    const running = await start('--max_num_load_retries=0');
    machine.export('/models/b/3', 'broken');
    configure(model('b'));
    machine.newLines();
    await running.seconds(1);
    expect(machine.newLines()).toContain(
      'E PollFilesystemAndReloadConfig failed to ReloadConfig: 1 model(s) did not become available: {{{name: b version: 3} due to error: INTERNAL: broken}, }',
    );
    expect(await running.states('a')).toBe('3 END');
  });

  test('with another policy loads and unloads versions', async () => {
    configure(model('a', VERSIONS));
    const running = await start();
    expect(await running.states('a')).toBe('2 AVAILABLE, 1 AVAILABLE');
    configure(model('a', 'model_version_policy { latest { num_versions: 2 } }'));
    await running.seconds(1);
    expect(await running.states('a')).toBe('3 AVAILABLE, 2 AVAILABLE, 1 END');
  });
});

describe('labels', () => {
  test('name versions that are there already', async () => {
    configure(model('a', VERSIONS));
    const running = await start();
    expect(await running.predict('a', '/labels/stable')).toBe(
      '400 Unrecognized servable version label: stable',
    );
    configure(model('a', `${VERSIONS} ${label('stable', 1)} ${label('canary', 2)}`));
    await running.seconds(1);
    expect(await running.predict('a', '/labels/stable')).toBe('a1');
    expect(await running.predict('a', '/labels/canary')).toBe('a2');
    expect(running.server.models()[0]?.versions.map(({ labels }) => labels)).toEqual([
      ['canary'],
      ['stable'],
    ]);
  });

  test('reach a new version with the second configuration only', async () => {
    const one = 'model_version_policy { specific { versions: 1 } }';
    configure(model('a', one));
    const running = await start();
    configure(model('a', `${VERSIONS} ${label('stable', 2)}`));
    machine.newLines();
    await running.seconds(1);
    expect(machine.newLines()).toEqual([
      'E PollFilesystemAndReloadConfig failed to ReloadConfig: Request to assign label to version 2 of model a, which is not currently available for inference',
    ]);
    expect(await running.states('a')).toBe('1 AVAILABLE');
    configure(model('a', VERSIONS));
    await running.seconds(1);
    configure(model('a', `${VERSIONS} ${label('stable', 2)}`));
    await running.seconds(1);
    expect(await running.predict('a', '/labels/stable')).toBe('a2');
  });

  test('outlive their version', async () => {
    configure(model('a', VERSIONS));
    const running = await start();
    configure(model('a', `${VERSIONS} ${label('stable', 1)}`));
    await running.seconds(1);
    machine.remove('/models/a/1');
    await running.seconds(1);
    expect(await running.predict('a', '/labels/stable')).toBe(
      '404 Servable not found for request: Specific(a, 1)',
    );
  });

  test('by their flag name versions that are still to come', async () => {
    configure(model('a', `${VERSIONS} ${label('stable', 2)}`));
    const running = await start('--allow_version_labels_for_unavailable_models');
    expect(await running.predict('a', '/labels/stable')).toBe('a2');
  });
});
