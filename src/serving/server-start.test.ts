import { describe, expect, test } from 'vitest';
import { FakeMachine } from '../../tests/serving/fake-machine';
import { RunningServer } from '../../tests/serving/running-server';

const FASHION = ['--model_name=fashion', '--model_base_path=/models/fashion'];

async function start(machine: FakeMachine, ...args: string[]) {
  return RunningServer.start(machine, args);
}

describe('a model that is there', () => {
  test('is loaded before the ports open, and the log says so step by step', async () => {
    const machine = new FakeMachine();
    machine.export('/models/fashion/1', 'one');
    const { server } = await start(machine, ...FASHION);
    expect(server.listening).toEqual({ grpc: true, rest: true });
    expect(machine.lines).toEqual([
      'I Building single TensorFlow model file config:  model_name: fashion model_base_path: /models/fashion',
      'I Adding/updating models.',
      'I  (Re-)adding model: fashion',
      'I Successfully reserved resources to load servable {name: fashion version: 1}',
      'I Approving load for servable version {name: fashion version: 1}',
      'I Loading servable version {name: fashion version: 1}',
      'I Reading SavedModel from: /models/fashion/1',
      'I Reading meta graph with tags { serve }',
      'I Reading SavedModel debug info (if present) from: /models/fashion/1',
      'I Restoring SavedModel bundle.',
      'I Running initialization op on SavedModel bundle at path: /models/fashion/1',
      'I SavedModel load for tags { serve }; Status: success: OK. Took 0 microseconds.',
      'I No warmup data file found at /models/fashion/1/assets.extra/tf_serving_warmup_requests',
      'I Successfully loaded servable version {name: fashion version: 1}',
      'I Finished adding/updating models',
      'I Using InsecureServerCredentials',
      'I Profiler service is enabled',
      'I Running gRPC ModelServer at 0.0.0.0:8500 ...',
      'I Exporting HTTP/REST API at:localhost:8501 ...',
      'stderr [evhttp_server.cc : 261] NET_LOG: Entering the event loop ...',
    ]);
  });

  test('answers, and says its state', async () => {
    const machine = new FakeMachine();
    machine.export('/models/fashion/00017', 'seventeen');
    const running = await start(machine, ...FASHION);
    expect(await running.predict('fashion')).toBe('seventeen');
    expect(await running.predict('fashion', '/versions/17')).toBe('seventeen');
    expect(await running.states('fashion')).toBe('17 AVAILABLE');
    expect(running.server.models()).toMatchObject([
      { name: 'fashion', versions: [{ version: 17n, state: 'AVAILABLE', labels: [] }] },
    ]);
  });

  test('keeps the ports closed while it loads', async () => {
    const machine = new FakeMachine();
    machine.export('/models/fashion/1', 'one');
    const open = machine.closeGate();
    const starting = start(machine, ...FASHION);
    for (let i = 0; i < 20; i++) await Promise.resolve();
    expect(machine.lines.at(-1)).toBe('I Loading servable version {name: fashion version: 1}');
    open();
    expect((await starting).server.listening.rest).toBe(true);
  });

  test('caches that are not flushed are worth a line', async () => {
    const machine = new FakeMachine();
    machine.export('/models/fashion/1', 'one');
    await start(machine, ...FASHION, '--flush_filesystem_caches=false');
    const at = machine.lines.indexOf('I Finished adding/updating models');
    expect(machine.lines[at + 1]).toBe('I Finished reloading config');
  });
});

describe('a model that is not there', () => {
  test('is waited for, with a warning each second and the ports closed', async () => {
    const machine = new FakeMachine();
    machine.files.set('/models/fashion/keras.txt', '');
    const running = await start(machine, ...FASHION);
    const warning =
      "W No versions of servable fashion found under base path /models/fashion. Did you forget to name your leaf directory as a number (eg. '/1/')?";
    expect(machine.newLines().at(-1)).toBe(warning);
    await running.seconds(2);
    expect(machine.newLines()).toEqual([warning, warning]);
    expect(await running.predict('fashion')).toBe('refused');
    machine.export('/models/fashion/1', 'one');
    await running.seconds(1);
    expect(await running.predict('fashion')).toBe('one');
  });

  test('without a base path is an error each second', async () => {
    const machine = new FakeMachine();
    const running = await start(machine, ...FASHION);
    machine.newLines();
    await running.seconds(1);
    expect(machine.newLines()).toEqual([
      'E FileSystemStoragePathSource encountered a filesystem access error: Could not find base path /models/fashion for servable fashion with error NOT_FOUND: /models/fashion not found',
    ]);
  });

  test('is found by a request when nobody has polled for long', async () => {
    const machine = new FakeMachine();
    const running = await start(machine, ...FASHION);
    machine.export('/models/fashion/1', 'one');
    machine.time += 60_000;
    expect(await running.predict('fashion')).toBe('one');
  });
});

describe('a model that cannot be loaded', () => {
  test('ends the server after all attempts', async () => {
    const machine = new FakeMachine();
    machine.export('/models/fashion/1', 'broken');
    const running = await start(machine, ...FASHION, '--max_num_load_retries=2');
    expect(running.server.exited).toBeUndefined();
    await running.seconds(59);
    expect(machine.loads).toBe(1);
    await running.seconds(61);
    expect(machine.loads).toBe(3);
    expect(running.server.exited).toEqual({ code: 255 });
    expect(running.server.listening).toEqual({ grpc: false, rest: false });
    expect(machine.lines.slice(-5)).toEqual([
      'I Retrying of Loading servable: {name: fashion version: 1} exhausted max_num_retries: 2',
      'I Encountered an error for servable version {name: fashion version: 1}: INTERNAL: broken',
      'E Servable {name: fashion version: 1} cannot be loaded: INTERNAL: broken',
      'I Unload all remaining servables in the manager.',
      'stdout Failed to start server. Error: UNKNOWN: 1 servable(s) did not become available: {{{name: fashion version: 1} due to error: INTERNAL: broken}, }',
    ]);
  });

  test('tells by its log how far loading came', async () => {
    const machine = new FakeMachine();
    machine.files.set('/models/fashion/1/readme', '');
    await start(machine, ...FASHION);
    const at = machine.lines.indexOf('I Reading SavedModel from: /models/fashion/1');
    expect(machine.lines.slice(at + 1)).toEqual([
      'I SavedModel load for tags { serve }; Status: fail: NOT_FOUND: no saved_model.pb in /models/fashion/1. Took 0 microseconds.',
      'E Loading servable: {name: fashion version: 1} failed: NOT_FOUND: no saved_model.pb in /models/fashion/1',
    ]);
  });
});

describe('a command line that is refused', () => {
  test.each([
    [
      [],
      'INVALID_ARGUMENT: Both server_options.model_base_path and server_options.model_config_file are empty!',
    ],
    [
      ['--model_base_path=/m', '--port=0'],
      'INVALID_ARGUMENT: At least one of server_options.grpc_port or server_options.grpc_socket_path must be set.',
    ],
    [
      ['--model_name=m', '--model_base_path=models/m'],
      'INVALID_ARGUMENT: Expected model m to have an absolute path or URI; got base_path()=models/m',
    ],
    [['--model_config_file=/no'], 'NOT_FOUND: /no; No such file or directory'],
    [
      ['--model_base_path=/m', '--batching_parameters_file=/b'],
      'INVALID_ARGUMENT: server_options.batching_parameters_file is set without setting server_options.enable_batching to true.',
    ],
  ])('%j', async (args, error) => {
    const machine = new FakeMachine();
    const { server } = await start(machine, ...args);
    expect(server.exited).toEqual({ code: 255 });
    expect(machine.lines.at(-1)).toBe(`stdout Failed to start server. Error: ${error}`);
  });

  test('a flag that cannot be read prints the usage', async () => {
    const machine = new FakeMachine();
    const { server } = await start(machine, '--model_name=m', '--port=x');
    expect(server.exited).toEqual({ code: 255 });
    expect(machine.lines[0]).toBe("E Couldn't interpret value x for flag port.");
    expect(machine.lines[1]).toMatch(/^stdout usage: tensorflow_model_server\nFlags:\n/);
  });

  test('an argument that is no flag prints the usage, and the server starts', async () => {
    const machine = new FakeMachine();
    machine.export('/models/fashion/1', 'one');
    const running = await start(machine, ...FASHION, '--model-name=x');
    expect(machine.lines[0]).toMatch(/^stdout unknown argument: --model-name=x\nusage: /);
    expect(await running.predict('fashion')).toBe('one');
  });

  test('the version is all that is asked for', async () => {
    const machine = new FakeMachine();
    const { server } = await start(machine, '--version');
    expect(server.exited).toEqual({ code: 0 });
    expect(machine.lines).toEqual([expect.stringContaining('TensorFlow ModelServer: ')]);
  });
});

test('one port cannot be both', async () => {
  const machine = new FakeMachine();
  machine.export('/models/fashion/1', 'one');
  const { server } = await start(machine, ...FASHION, '--rest_api_port=8500');
  expect(server.listening).toEqual({ grpc: true, rest: false });
  expect(machine.lines.at(-1)).toMatch(/^E server_options.http_port cannot be same as grpc_port/);
});
