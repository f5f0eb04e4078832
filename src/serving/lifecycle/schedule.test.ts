import { expect, test } from 'vitest';
import { Schedule } from './schedule';

const FLAGS = {
  fileSystemPollWaitSeconds: 1,
  modelConfigFile: '/models/models.config',
  modelConfigFilePollWaitSeconds: 5,
};

function open(now: number) {
  const clock = { time: now, now: () => clock.time, after: () => () => undefined };
  const schedule = new Schedule(FLAGS, clock);
  schedule.looked();
  schedule.beginConfig();
  schedule.configured();
  return { clock, schedule };
}

test('looks at directories and at the configuration in their own times', () => {
  const { clock, schedule } = open(100_000);
  expect([schedule.lookIsDue, schedule.configIsDue, schedule.next]).toEqual([
    false,
    false,
    101_000,
  ]);
  clock.time = 101_000;
  expect([schedule.lookIsDue, schedule.configIsDue]).toEqual([true, false]);
  clock.time = 105_000;
  expect([schedule.lookIsDue, schedule.configIsDue]).toEqual([true, true]);
});

test('goes on looking after the clock was put back', () => {
  const { clock, schedule } = open(100_000_000);
  clock.time = 5000;
  expect([schedule.lookIsDue, schedule.configIsDue, schedule.next]).toEqual([true, true, 5000]);
  schedule.looked();
  schedule.configured();
  expect([schedule.lookIsDue, schedule.configIsDue, schedule.next]).toEqual([false, false, 6000]);
});
