import { expect, test } from 'vitest';
import { bodySize, ServingUplink } from './serving-uplink';

const MIB = 2 ** 20;

interface Line {
  /** What has been sent. */
  readonly arrived: number[];
  /** Answers the oldest one. */
  answer(): void;
  send(mark: number, size: number, signal?: AbortSignal): Promise<unknown>;
}

function createLine(): Line {
  const arrived: number[] = [];
  const waiting: (() => void)[] = [];
  const uplink = new ServingUplink();
  return {
    arrived,
    answer: () => waiting.shift()!(),
    send: (mark, size, signal) =>
      uplink.run(size, signal, () => {
        arrived.push(mark);
        return new Promise<void>((resolve) => waiting.push(resolve));
      }),
  };
}

const moment = () => new Promise((resolve) => setTimeout(resolve));

test('small requests go at once, large ones one after the other', async () => {
  const line = createLine();
  const small = Array.from({ length: 100 }, (_, i) => line.send(i, 10));
  await moment();
  expect(line.arrived).toHaveLength(100);
  for (let i = 0; i < 100; i++) line.answer();
  await Promise.all(small);
  const large = [1, 2, 3].map((mark) => line.send(mark, 40 * MIB));
  for (const mark of [1, 2, 3]) {
    await moment();
    expect(line.arrived.slice(100)).toEqual([1, 2, 3].slice(0, mark));
    line.answer();
  }
  await Promise.all(large);
});

test('who hangs up in time is not sent, and holds nobody up', async () => {
  const line = createLine();
  const controller = new AbortController();
  const first = line.send(1, 40 * MIB);
  const second = line.send(2, 40 * MIB, controller.signal);
  const third = line.send(3, 40 * MIB, controller.signal);
  const fourth = line.send(4, 1);
  const ends = Promise.allSettled([second, third]);
  await moment();
  controller.abort();
  line.answer();
  await first;
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await moment();
  expect(line.arrived).toEqual([1, 4]);
  line.answer();
  await fourth;
});

test('a request that fails makes room as well', async () => {
  const uplink = new ServingUplink();
  const broken = uplink.run(40 * MIB, undefined, () => Promise.reject(new Error('no body')));
  const next = uplink.run(40 * MIB, undefined, async () => 'sent');
  await expect(broken).rejects.toThrow('no body');
  expect(await next).toBe('sent');
});

test('bodies of all kinds have a size', () => {
  const bytes = new Uint8Array(10).subarray(3);
  expect(['abc', bytes, new Blob(['abcd']), new ArrayBuffer(5)].map(bodySize)).toEqual([
    3, 7, 4, 5,
  ]);
  expect([null, undefined, new URLSearchParams('a=b')].map(bodySize)).toEqual([0, 0, 0]);
});
