import { create, toBinary } from '@bufbuild/protobuf';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseTextFormat } from '#containers/protobuf';
import { FakeMachine } from '../../tests/serving/fake-machine';
import { RunningServer } from '../../tests/serving/running-server';
import { ModelServerConfigSchema, ReloadConfigRequestSchema } from './schema';

let machine: FakeMachine;
let running: RunningServer;

function model(name: string): string {
  return `config { name: '${name}' base_path: '/models/${name}' model_platform: 'tensorflow' }`;
}

/** @returns the trailers of the answer, as text */
async function reload(...models: string[]): Promise<string> {
  const config = parseTextFormat(
    ModelServerConfigSchema,
    `model_config_list { ${models.join(' ')} }`,
  );
  const message = toBinary(
    ReloadConfigRequestSchema,
    create(ReloadConfigRequestSchema, { config }),
  );
  const body = new Uint8Array(5 + message.length);
  new DataView(body.buffer).setUint32(1, message.length);
  body.set(message, 5);
  const answer = await running.server.handleGrpc({
    method: 'POST',
    target: '/tensorflow.serving.ModelService/HandleReloadConfigRequest',
    headers: [['content-type', 'application/grpc-web+proto']],
    body,
  });
  return new TextDecoder().decode(answer?.response.body);
}

beforeEach(async () => {
  machine = new FakeMachine();
  machine.export('/models/a/1', 'a1');
  machine.export('/models/b/1', 'b1');
  running = await RunningServer.start(machine, ['--model_name=a', '--model_base_path=/models/a']);
  machine.newLines();
});

describe('a configuration that a request brings', () => {
  test('is in effect, with its models loaded, when it is answered', async () => {
    expect(await reload(model('b'))).toContain('grpc-status: 0');
    expect(await running.predict('b')).toBe('b1');
    expect(await running.predict('a')).toMatch(/^404/);
    expect(machine.lines).toContain('I Finished adding/updating models');
  });

  test('is refused with the reason', async () => {
    const trailers = await reload(model('b'), model('b'));
    expect(trailers).toContain('grpc-status: 3');
    expect(decodeURIComponent(trailers)).toContain(
      'Illegal to list model b multiple times in config list',
    );
    expect(await running.predict('a')).toBe('a1');
  });

  test('waits for a model that is still to come', async () => {
    machine.remove('/models/b');
    machine.files.set('/models/b/keep', '');
    const reloading = reload(model('a'), model('b'));
    await running.seconds(3);
    machine.export('/models/b/1', 'b1');
    await running.seconds(1);
    expect(await reloading).toContain('grpc-status: 0');
  });

  test('hears of a model that cannot be loaded', async () => {
    machine.export('/models/b/1', 'broken');
    const reloading = reload(model('b'));
    await running.seconds(301);
    const trailers = decodeURIComponent(await reloading);
    expect(trailers).toContain('1 model(s) did not become available: {{{name: b version: 1} due');
    expect(machine.lines.join('\n')).not.toContain('PollFilesystemAndReloadConfig');
  });

  test('comes after the one before it', async () => {
    machine.remove('/models/b');
    machine.files.set('/models/b/keep', '');
    const first = reload(model('b'));
    const second = reload(model('a'));
    await running.seconds(2);
    machine.export('/models/b/1', 'b1');
    await running.seconds(1);
    expect(await first).toContain('grpc-status: 0');
    await running.seconds(1);
    expect(await second).toContain('grpc-status: 0');
    expect(await running.predict('a')).toBe('a1');
    expect(await running.states('b')).toBe('1 END');
  });
});

test('a port of gRPC that is off answers nothing', async () => {
  running = await RunningServer.start(machine, [
    '--model_base_path=/models/a',
    '--port=0',
    '--grpc_socket_path=/socket',
  ]);
  expect(running.server.listening).toEqual({ grpc: false, rest: true });
  expect(await reload(model('a'))).toBe('');
});
