import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setRuntime, type Runtime } from '../../runtime';
import { Patience } from './patience';

let told: [what: string, patience: number][];

beforeEach(() => {
  told = [];
  vi.useFakeTimers({ toFake: ['performance'] });
  const busy: Runtime['busy'] = (what, patience) => void told.push([what, patience]);
  setRuntime({ busy } as Runtime);
});

afterEach(() => vi.useRealTimers());

it('asks for four seconds before the first batch, then for four batches as measured', () => {
  const patience = new Patience('fit');
  patience.start();
  vi.advanceTimersByTime(700);
  patience.batchDone();
  vi.advanceTimersByTime(700);
  patience.batchDone();
  patience.end();
  expect(told).toEqual([
    ['the start of fit', 4000],
    ['the current batch of fit', 2800],
    ['the start of fit', 0],
    ['the current batch of fit', 0],
  ]);
});

it('asks for a second at least, and for more when batches get slower', () => {
  const patience = new Patience('fit');
  patience.start();
  vi.advanceTimersByTime(1);
  patience.batchDone();
  vi.advanceTimersByTime(2000);
  patience.batchDone();
  expect(told.map(([, milliseconds]) => milliseconds)).toEqual([4000, 1000, 0, 8000]);
});
