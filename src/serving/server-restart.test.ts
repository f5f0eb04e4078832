import { beforeEach, describe, expect, test } from 'vitest';
import { startModelServer, type ModelServer } from '.';
import { FakeMachine } from '../../tests/serving/fake-machine';
import { RunningServer } from '../../tests/serving/running-server';

const BASE = '/models/m';

let machine: FakeMachine;
let running: RunningServer;

beforeEach(async () => {
  machine = new FakeMachine();
  machine.export(`${BASE}/1`, 'one');
  running = await RunningServer.start(machine, ['--model_name=m', `--model_base_path=${BASE}`]);
  machine.newLines();
});

describe('a process that is ended and goes on', () => {
  test('answers as before, without a line of log, and reads the version when it is asked for', async () => {
    const { loads } = machine;
    await running.restart();
    expect(machine.loads).toBe(loads);
    expect(running.server.listening).toEqual({ grpc: true, rest: true });
    expect(await running.predict('m')).toBe('one');
    expect(await running.predict('m')).toBe('one');
    expect(machine.loads).toBe(loads + 1);
    expect(machine.newLines()).toEqual([]);
  });

  test('reads a version once for many requests', async () => {
    await running.restart();
    const { loads } = machine;
    const answers = await Promise.all(Array.from({ length: 50 }, () => running.predict('m')));
    expect(new Set(answers)).toEqual(new Set(['one']));
    expect(machine.loads).toBe(loads + 1);
  });

  test('has the version that was loaded, whatever became of its directory', async () => {
    machine.export(`${BASE}/1`, 'another one');
    await running.restart();
    expect(await running.predict('m')).toBe('one');
    machine.remove(BASE);
    await running.restart();
    expect(await running.predict('m')).toBe('one');
  });

  test('keeps no files of a version that is gone', async () => {
    machine.export(`${BASE}/2`, 'two');
    await running.seconds(1);
    expect([...machine.kept.keys()]).toEqual(running.server.keptKeys());
    expect(machine.kept.size).toBe(1);
  });

  test('takes the directory when its copies are lost, which it says, and says END when that is gone too', async () => {
    machine.kept.clear();
    await running.restart();
    expect(await running.predict('m')).toBe('one');
    expect(machine.newLines()).toEqual([
      'W The copy of servable version {name: m version: 1} cannot be read: NOT_FOUND: no saved_model.pb in /models/m/1. Reading it again from /models/m/1, as it is there now.',
    ]);
    await running.restart();
    machine.remove(`${BASE}/1`);
    expect(await running.predict('m')).toMatch(/^404 no saved_model.pb/);
    expect(await running.states('m')).toBe('1 END NOT_FOUND');
  });

  test('goes on loading', async () => {
    const open = machine.closeGate();
    machine.export(`${BASE}/2`, 'two');
    machine.time += 1000;
    await running.server.poll();
    expect(await running.states('m')).toBe('2 LOADING, 1 AVAILABLE');
    machine.forgetGate();
    await running.restart();
    expect(await running.states('m')).toBe('2 AVAILABLE, 1 END');
    expect(await running.predict('m')).toBe('two');
    open();
  });

  test('goes on waiting for the next attempt', async () => {
    machine.export(`${BASE}/2`, 'broken');
    await running.seconds(30);
    const { loads } = machine;
    await running.restart();
    await running.seconds(30);
    expect(machine.loads).toBe(loads);
    await running.seconds(1);
    expect(machine.loads).toBe(loads + 1);
    expect(machine.newLines()).toContain(
      'I Retrying of Loading servable: {name: m version: 2} retry: 1',
    );
  });

  test('remembers what has failed for good, and does not try again', async () => {
    machine.export(`${BASE}/2`, 'broken');
    await running.seconds(400);
    const { loads } = machine;
    await running.restart();
    await running.seconds(400);
    expect(machine.loads).toBe(loads);
    expect(await running.states('m')).toBe('2 END INTERNAL, 1 AVAILABLE');
  });

  test('finishes an unload', async () => {
    await running.restart();
    const open = machine.closeGate();
    void running.predict('m');
    machine.remove(`${BASE}/1`);
    machine.files.set(`${BASE}/keep`, '');
    machine.time += 1000;
    await running.server.poll();
    expect(await running.states('m')).toBe('1 UNLOADING');
    await running.restart();
    expect(await running.states('m')).toBe('1 END');
    expect(
      machine
        .newLines()
        .slice(-4)
        .map((line) => line.slice(0, 12)),
    ).toEqual(['I Quiescing ', 'I Done quies', 'I Unloading ', 'I Done unloa']);
    open();
  });

  test('goes on waiting for its first version', async () => {
    machine = new FakeMachine();
    machine.files.set('/models/m/keep', '');
    running = await RunningServer.start(machine, ['--model_name=m', '--model_base_path=/models/m']);
    await running.restart();
    expect(await running.predict('m')).toBe('refused');
    machine.export('/models/m/1', 'one');
    await running.seconds(1);
    expect(await running.predict('m')).toBe('one');
    expect(machine.lines).toContain('I Finished adding/updating models');
  });

  test('has ended for good if it had', async () => {
    machine = new FakeMachine();
    running = await RunningServer.start(machine, []);
    machine.newLines();
    await running.restart();
    expect(running.server.exited).toEqual({ code: 255 });
    expect(machine.newLines()).toEqual([]);
  });

  test('counts on', async () => {
    await running.predict('m');
    const before = JSON.stringify(running.server.snapshot());
    await running.restart();
    expect(JSON.stringify(running.server.snapshot())).toBe(before);
  });
});

test('whoever keeps the state hears of every change that matters', async () => {
  const seen: string[] = [];
  const own: { server?: ModelServer } = {};
  const changed = () => {
    const [view] = own.server?.models() ?? [];
    seen.push(view?.versions.map(({ version, state }) => `${version} ${state}`).join() ?? '');
  };
  const args = ['--model_name=m', `--model_base_path=${BASE}`];
  const server = await startModelServer(args, machine.environment, {
    ...machine.options,
    changed,
  });
  own.server = server;
  await server.settled();
  machine.export(`${BASE}/2`, 'two');
  machine.time += 1000;
  await server.poll();
  await server.settled();
  expect(seen).toContain('2 LOADING,1 AVAILABLE');
  expect(seen).toContain('2 AVAILABLE,1 UNLOADING');
  expect(seen.at(-1)).toBe('2 AVAILABLE,1 END');
});
