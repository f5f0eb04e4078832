import { beforeEach, describe, expect, test } from 'vitest';
import { FakeMachine } from '../../tests/serving/fake-machine';
import { RunningServer } from '../../tests/serving/running-server';

const BASE = '/models/m';

let machine: FakeMachine;
let running: RunningServer;

async function startWith(...args: string[]): Promise<void> {
  running = await RunningServer.start(machine, [
    '--model_name=m',
    `--model_base_path=${BASE}`,
    ...args,
  ]);
  machine.newLines();
}

beforeEach(() => {
  machine = new FakeMachine();
  machine.export(`${BASE}/1`, 'one');
});

describe('a new version', () => {
  test('takes the place of the old one once it is loaded', async () => {
    await startWith();
    const states = [await running.states('m')];
    const open = machine.closeGate();
    machine.export(`${BASE}/2`, 'two');
    machine.time += 1000;
    await running.server.poll();
    states.push(await running.states('m'));
    expect(await running.predict('m')).toBe('one');
    open();
    await running.server.settled();
    states.push(await running.states('m'));
    expect(await running.predict('m')).toBe('two');
    expect(states).toEqual(['1 AVAILABLE', '2 LOADING, 1 AVAILABLE', '2 AVAILABLE, 1 END']);
    expect(machine.newLines().slice(-5)).toEqual([
      'I Successfully loaded servable version {name: m version: 2}',
      'I Quiescing servable version {name: m version: 1}',
      'I Done quiescing servable version {name: m version: 1}',
      'I Unloading just-loaded servable version {name: m version: 1}',
      'I Done unloading servable version {name: m version: 1}',
    ]);
    expect(await running.predict('m', '/versions/1')).toBe(
      '404 Servable not found for request: Specific(m, 1)',
    );
  });

  test('comes and goes under load, and not one request fails', async () => {
    await startWith();
    const answers: string[] = [];
    let isOver = false;
    const client = async () => {
      while (!isOver) {
        answers.push(await running.predict('m'));
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const clients = Promise.all(Array.from({ length: 20 }, client));
    for (let version = 2; version <= 40; version++) {
      machine.export(`${BASE}/${version}`, `v${version}`);
      if (version % 3 === 0) machine.remove(`${BASE}/${version - 1}`);
      await running.seconds(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    isOver = true;
    await clients;
    expect(answers.length).toBeGreaterThan(500);
    expect(answers.filter((answer) => !/^(one|v\d+)$/.test(answer))).toEqual([]);
    expect(answers.at(-1)).toBe('v40');
  });

  test('is loaded once, however often the directory is looked at', async () => {
    await startWith();
    await running.seconds(3000);
    expect(machine.loads).toBe(1);
    expect(machine.newLines()).toEqual([]);
    const before = JSON.stringify(running.server.snapshot()).length;
    await running.seconds(3000);
    expect(JSON.stringify(running.server.snapshot()).length).toBe(before);
  });

  test('may be seen late, and one look makes up for all that were missed', async () => {
    await startWith();
    machine.export(`${BASE}/2`, 'two');
    machine.time += 3_600_000;
    expect(await running.predict('m')).toBe('two');
    expect(await running.states('m')).toBe('2 AVAILABLE, 1 END');
  });

  test('does not count when the server looks only once', async () => {
    await startWith('--file_system_poll_wait_seconds=0');
    machine.export(`${BASE}/2`, 'two');
    await running.seconds(10);
    expect(await running.states('m')).toBe('1 AVAILABLE');
  });
});

describe('a version whose directory is deleted', () => {
  test('is unloaded, even if it is the last one', async () => {
    await startWith();
    machine.remove(`${BASE}/1`);
    machine.files.set(`${BASE}/keep`, '');
    await running.seconds(1);
    expect(await running.states('m')).toBe('1 END');
    expect(await running.predict('m')).toBe('404 Servable not found for request: Latest(m)');
  });

  test('gives way to the one before it', async () => {
    machine.export(`${BASE}/2`, 'two');
    await startWith();
    machine.remove(`${BASE}/2`);
    await running.seconds(1);
    expect(await running.states('m')).toBe('2 END, 1 AVAILABLE');
    expect(await running.predict('m')).toBe('one');
  });

  test('is loaded anew when it returns', async () => {
    machine.export(`${BASE}/2`, 'two');
    await startWith();
    machine.remove(`${BASE}/2`);
    await running.seconds(1);
    machine.export(`${BASE}/2`, 'two again');
    await running.seconds(1);
    expect(await running.predict('m')).toBe('two again');
  });

  test('stays when the whole base path is gone', async () => {
    await startWith();
    machine.remove(BASE);
    await running.seconds(5);
    expect(await running.predict('m')).toBe('one');
    expect(machine.newLines()).toHaveLength(5);
  });
});

test('a version that is written over stays what was loaded', async () => {
  await startWith();
  machine.export(`${BASE}/1`, 'another one');
  await running.seconds(5);
  expect(await running.predict('m')).toBe('one');
});

describe('a version that cannot be loaded', () => {
  beforeEach(async () => {
    await startWith();
    machine.export(`${BASE}/2`, 'broken');
    await running.seconds(1);
  });

  test('is tried six times, a minute apart, while the old one serves', async () => {
    expect(machine.loads).toBe(1 + 1);
    for (let minute = 1; minute <= 5; minute++) {
      expect(await running.states('m')).toBe('2 LOADING, 1 AVAILABLE');
      expect(await running.predict('m')).toBe('one');
      await running.seconds(60);
      expect(machine.loads).toBe(1 + 1 + minute);
    }
    expect(await running.states('m')).toBe('2 END INTERNAL, 1 AVAILABLE');
    expect(machine.newLines().filter((line) => line.includes('Retrying'))).toEqual([
      ...[1, 2, 3, 4, 5].map(
        (n) => `I Retrying of Loading servable: {name: m version: 2} retry: ${n}`,
      ),
      'I Retrying of Loading servable: {name: m version: 2} exhausted max_num_retries: 5',
    ]);
  });

  test('is left alone after that, until its directory disappears and returns', async () => {
    await running.seconds(600);
    const { loads } = machine;
    machine.export(`${BASE}/2`, 'mended');
    await running.seconds(600);
    expect(machine.loads).toBe(loads);
    machine.remove(`${BASE}/2`);
    await running.seconds(1);
    machine.export(`${BASE}/2`, 'mended');
    await running.seconds(1);
    expect(await running.predict('m')).toBe('mended');
    expect(await running.states('m')).toBe('2 AVAILABLE, 1 END');
  });

  test('is given up when its directory disappears', async () => {
    machine.remove(`${BASE}/2`);
    machine.newLines();
    await running.seconds(1);
    expect(await running.states('m')).toBe('2 END INTERNAL, 1 AVAILABLE');
    expect(machine.newLines()).toEqual([
      'I Retrying of Loading servable: {name: m version: 2} was cancelled.',
      'I Encountered an error for servable version {name: m version: 2}: INTERNAL: broken',
      'E Servable {name: m version: 2} cannot be loaded: INTERNAL: broken',
    ]);
    await running.seconds(120);
    expect(machine.loads).toBe(2);
  });

  test('can be mended between two attempts', async () => {
    machine.export(`${BASE}/2`, 'mended');
    await running.seconds(60);
    expect(await running.predict('m')).toBe('mended');
  });

  test('does not hinder the next one', async () => {
    machine.export(`${BASE}/3`, 'three');
    await running.seconds(1);
    expect(await running.predict('m')).toBe('three');
    expect(await running.states('m')).toBe('3 AVAILABLE, 2 END INTERNAL, 1 END');
  });

  test('has used up its attempts when nobody came for an hour', async () => {
    machine.time += 3_600_000;
    expect(await running.predict('m')).toBe('one');
    expect(await running.states('m')).toBe('2 END INTERNAL, 1 AVAILABLE');
  });
});

test('a request that is under way finishes on its version, which waits for it', async () => {
  await startWith();
  const open = machine.closeGate();
  await running.restart();
  const slow = running.predict('m');
  machine.remove(`${BASE}/1`);
  machine.files.set(`${BASE}/keep`, '');
  machine.time += 1000;
  await running.server.poll();
  expect(await running.states('m')).toBe('1 UNLOADING');
  expect(await running.predict('m')).toMatch(/^404/);
  open();
  expect(await slow).toBe('one');
  await running.server.settled();
  expect(await running.states('m')).toBe('1 END');
});
