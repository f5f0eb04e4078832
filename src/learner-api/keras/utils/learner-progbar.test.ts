import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CellOutput } from '#protocol';
import { setRuntime, type Runtime } from '../../runtime';
import { utils } from '.';

let written: string[];
let stop: AbortController;
let pauses: number;
beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  pauses = 0;
  stop = new AbortController();
  setRuntime({
    emit: (output: CellOutput) => void ('text' in output && written.push(output.text)),
    pause: async () => void pauses++,
    signal: stop.signal,
  } as unknown as Runtime);
});
afterEach(() => vi.useRealTimers());

const plain = (text: string | undefined) =>
  text
    ?.replace(/\u001b\[\d+m/g, '')
    .replace(/━+/, '━')
    .replace('\r', '');

it('shows means over the steps, and at the end what it is given', async () => {
  const bar = utils.Progbar(10, { stateful_metrics: ['acc'], unit_name: 'image', width: 10 });
  for (const step of [3, 4, 10]) {
    vi.advanceTimersByTime(100);
    await bar.update(step, [
      ['acc', step / 10],
      ['loss', step],
    ]);
  }
  expect(written.map(plain)).toEqual([
    ' 3/10 ━ 0s 33ms/image - acc: 0.3000 - loss: 3.0000',
    ' 4/10 ━ 0s 50ms/image - acc: 0.4000 - loss: 3.2500',
    '10/10 ━ 0s 30ms/image - acc: 1.0000 - loss: 10.0000\n',
  ]);
  expect(pauses).toBe(3);
});

it('counts without a target, adds, and ends when it is told to', async () => {
  const bar = utils.Progbar(null);
  for (const loss of [1, 2]) {
    vi.advanceTimersByTime(100);
    await bar.add(1, [['loss', loss]]);
  }
  await bar.update(2, { finalize: true });
  expect(written).toEqual([
    '\r      1/Unknown \u001b[1m0s\u001b[0m 100ms/step - loss: 1.0000',
    '\r      2/Unknown \u001b[1m0s\u001b[0m 100ms/step - loss: 1.5000',
    '\r      2/Unknown \u001b[1m0s\u001b[0m 100ms/step - loss: 1.5000\n',
  ]);
});

it('grows beyond its target, as in Keras', async () => {
  await utils.Progbar(4).update(5);
  expect(written[0]).toBe(
    `\r\u001b[1m5/4\u001b[0m \u001b[32m${'━'.repeat(25)}\u001b[0m\u001b[37m\u001b[0m \u001b[1m0s\u001b[0m 0s/step\n`,
  );
});

it('is silent, or prints one line, when asked to', async () => {
  await utils.Progbar(4, { verbose: 0 }).update(4);
  await utils.Progbar(4, { verbose: 2 }).update(4, [['loss', -3]]);
  await utils.Progbar(null, { verbose: 2 }).update(4, null, true);
  expect(written).toEqual(['4/4 - 0s - 0s/step - loss: -3.0000e+00\n']);
});

it('ends its line and the cell after a Stop', async () => {
  stop.abort();
  await expect(utils.Progbar(4).update(1)).rejects.toThrow('Stopped.');
  expect(written.at(-1)).toBe('\n');
});

it('refuses what it does not know', async () => {
  expect(() => utils.Progbar('4' as never)).toThrow('target is a number of steps');
  expect(() => utils.Progbar(4, { unit: 'image' } as never)).toThrow(
    "got an unexpected keyword argument 'unit'",
  );
  await expect(utils.Progbar(4).update(1, [['loss']] as never)).rejects.toThrow('values are pairs');
});

it('wants to know how many steps are done', async () => {
  const bar = utils.Progbar(4);
  await expect(bar.update(undefined as never)).rejects.toThrow('current is a number of steps');
});
