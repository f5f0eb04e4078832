import { beforeEach, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from './keras/training/testing';
import { endOf, untilStopped } from './until-stopped';

let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
});

const never = () => new Promise<never>(() => undefined);
const interrupt = expect.objectContaining({ name: 'KeyboardInterrupt' }) as Error;

async function collect<T>(items: Iterable<T> | AsyncIterable<T>): Promise<unknown[]> {
  const collected = [];
  for await (const item of untilStopped(items)) collected.push(item);
  return collected;
}

it('gives the items of lists and generators, and what promises among them hold', async () => {
  expect(await collect([1, Promise.resolve(2)])).toEqual([1, 2]);
  const later = async function* () {
    yield 3;
    await Promise.resolve();
    yield 4;
  };
  expect(await collect(later())).toEqual([3, 4]);
});

it('throws what the generator throws', async () => {
  const broken = function* () {
    yield 1;
    throw new RangeError('mine');
  };
  await expect(collect(broken())).rejects.toThrow(RangeError);
});

it('stops a generator that waits, and does not wait for its end', async () => {
  const waiting = async function* () {
    try {
      yield 1;
      await never();
    } finally {
      await never();
    }
  };
  const collected = collect(waiting());
  setTimeout(() => runtime.stop(), 5);
  await expect(collected).rejects.toThrow(interrupt);
});

it('stops while an item is a promise', async () => {
  setTimeout(() => runtime.stop(), 5);
  await expect(collect([1, never()])).rejects.toThrow(interrupt);
});

it('closes the generator when the loop ends early', async () => {
  let isClosed = false;
  const endless = async function* () {
    try {
      for (;;) yield 1;
    } finally {
      isClosed = true;
    }
  };
  for await (const item of untilStopped(endless())) if (item === 1) break;
  expect(isClosed).toBe(true);
});

it('waits for the end of a function, after a Stop only a moment', async () => {
  let isOver = false;
  const short = new Promise<void>((resolve) => setTimeout(resolve, 10)).then(() => {
    isOver = true;
  });
  runtime.stop();
  await endOf(short);
  expect(isOver).toBe(true);
  await endOf(never());
  await expect(endOf(Promise.reject(new RangeError('mine')))).rejects.toThrow('mine');
});
