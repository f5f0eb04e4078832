import { expect, test } from 'vitest';
import { Activity } from './activity';

test('the longest-lasting work is told, and only when that changes', () => {
  const told: [string, number][] = [];
  const activity = new Activity((what, patience) => told.push([what, patience]));
  activity.set('fit', 1000);
  activity.set('predict', 500);
  activity.set('fit', 1000);
  activity.set('fit', 0);
  activity.set('predict', 0);
  expect(told).toEqual([
    ['fit', 1000],
    ['predict', 500],
    ['', 0],
  ]);
});

test('the end of work that is not known changes nothing; the end of all work is told', () => {
  const activity = new Activity(() => undefined);
  activity.set('fit', 1000);
  activity.set('predict', 0);
  expect(activity.isIdle).toBe(false);
  activity.set('', 0);
  expect(activity.isIdle).toBe(true);
});

test('idle comes when all work is over', async () => {
  const activity = new Activity(() => undefined);
  activity.set('fit', 1000);
  let isIdle = false;
  const idle = activity.idle().then(() => (isIdle = true));
  activity.set('predict', 10);
  activity.set('fit', 0);
  await Promise.resolve();
  expect(isIdle).toBe(false);
  activity.set('predict', 0);
  await idle;
  expect(activity.isIdle).toBe(true);
});
