import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readTflite } from '#formats/tflite';
import type { LiteRuntime } from '#interpreter';
import { Session } from './session';

const bytes = new Uint8Array(readFileSync('tests/fixtures/tflite/mlp/float32.tflite'));

it.each(['ends', 'fails'])('frees what was dropped while it runs when the run %s', async (end) => {
  let [finish, closed] = [(): void => undefined, 0];
  const invoke = () =>
    new Promise<void>((resolve, reject) => {
      finish = () => (end === 'ends' ? resolve() : reject(new RangeError('mine')));
    });
  const runtime = { load: () => ({ invoke, close: () => closed++ }) } as unknown as LiteRuntime;
  const session = new Session(runtime, { bytes, model: readTflite(bytes), file: 'm' });
  session.allocate();
  const running = Promise.allSettled([session.run(session.ready()!)]);
  expect(() => session.close()).toThrow('invoke() is still running.');
  const abandoned = session.abandon();
  expect(closed).toBe(0);
  finish();
  await abandoned;
  expect(closed).toBe(1);
  expect((await running)[0]!.status).toBe(end === 'ends' ? 'fulfilled' : 'rejected');
});
