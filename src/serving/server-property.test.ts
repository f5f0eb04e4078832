import { describe, expect, test } from 'vitest';
import { FakeMachine } from '../../tests/serving/fake-machine';
import { RunningServer } from '../../tests/serving/running-server';
import { seeded, type Random } from '../../tests/seeded';

const BASE = '/models/m';
const ARGS = [
  '--model_name=m',
  `--model_base_path=${BASE}`,
  '--max_num_load_retries=2',
  '--load_retry_interval_micros=5000000',
];
const STEPS = 50;

/** One of the things that can happen to a server, by its dice. */
async function happen(random: Random, machine: FakeMachine): Promise<number> {
  const directory = `${BASE}/${1 + random(4)}`;
  switch (random(6)) {
    case 0:
      machine.export(directory, `${directory} ${random(1000)}`);
      return 0;
    case 1:
      machine.export(directory, 'broken');
      return 0;
    case 2:
      machine.remove(directory);
      return 0;
    case 3:
      return 1;
    case 4:
      return 1 + random(4);
    default:
      return 1 + random(20);
  }
}

async function start(seed: number) {
  const machine = new FakeMachine();
  machine.files.set(`${BASE}/keep`, '');
  machine.export(`${BASE}/1`, 'first');
  const running = await RunningServer.start(machine, ARGS);
  return { random: seeded(seed), machine, running };
}

/** What status and predictions say of each version, and of the latest. */
async function observe(running: RunningServer): Promise<Record<string, string>> {
  const seen: Record<string, string> = { states: await running.states('m') };
  for (const version of [1, 2, 3, 4]) {
    seen[version] = await running.predict('m', `/versions/${version}`);
  }
  seen['latest'] = await running.predict('m');
  return seen;
}

function available(states: string): number[] {
  return [...states.matchAll(/(\d+) AVAILABLE/g)].map((match) => Number(match[1]));
}

describe.each(Array.from({ length: 12 }, (_, seed) => seed))('life %i', (seed) => {
  test('what status says is what predict finds', async () => {
    const { random, machine, running } = await start(seed);
    for (let step = 0; step < STEPS; step++) {
      await running.seconds(await happen(random, machine));
      const seen = await observe(running);
      const ready = available(seen['states']!);
      for (const version of [1, 2, 3, 4]) {
        expect(!seen[version]!.startsWith('404'), JSON.stringify(seen)).toBe(
          ready.includes(version),
        );
      }
      if (ready.length > 0) expect(seen['latest']).toBe(seen[Math.max(...ready)]);
    }
  });

  test('a version that was served stays until another one is ready or none is wanted', async () => {
    const { random, machine, running } = await start(seed);
    let served = true;
    for (let step = 0; step < STEPS; step++) {
      const seconds = await happen(random, machine);
      for (let second = 0; second < seconds; second++) {
        await running.seconds(1);
        const isWanted = [...machine.files.keys()].some((path) => path.endsWith('.pb'));
        const isServed = available(await running.states('m')).length > 0;
        if (served && isWanted)
          expect(isServed, running.machine.lines.slice(-9).join('\n')).toBe(true);
        served = isServed;
      }
    }
  });

  test('a server that is ended all the time answers as one that never is', async () => {
    const steady = await start(seed);
    const shaky = await start(seed);
    for (let step = 0; step < STEPS; step++) {
      await steady.running.seconds(await happen(steady.random, steady.machine));
      const seconds = await happen(shaky.random, shaky.machine);
      for (let second = 0; second < seconds; second++) {
        await shaky.running.restart();
        await shaky.running.seconds(1);
      }
      expect(await observe(shaky.running)).toEqual(await observe(steady.running));
      expect(shaky.machine.lines).toEqual(steady.machine.lines);
      expect([...shaky.machine.kept.keys()].sort()).toEqual(
        [...shaky.running.server.keptKeys()].sort(),
      );
    }
  });
});
