import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import type { QuantizedTensorReport } from '#protocol';
import QuantizationOutput from './QuantizationOutput.svelte';

const report = (name: string, sqnr: number): QuantizedTensorReport => ({
  name,
  role: 'activation',
  op: 'RESHAPE',
  dtype: 'int8',
  shape: [1, 5],
  scale: [Math.fround(1 / 255)],
  zeroPoint: [-128],
  min: 0,
  max: 1,
  sqnr,
  maxError: 0.002,
  values: Float32Array.of(0, 0.25, 0.5, 0.75, 1),
});

let shown: Record<string, unknown> | undefined;
afterEach(() => {
  if (shown) void unmount(shown);
  document.body.replaceChildren();
});

async function show(...tensors: QuantizedTensorReport[]) {
  const output = { kind: 'quantization', title: '', tensors } as const;
  shown = mount(QuantizationOutput, { target: document.body, props: { output } });
  await expect.poll(() => document.querySelector('[role=slider]')).not.toBeNull();
}

/** A fact of the table beside the picture. */
const fact = (label: string) =>
  [...document.querySelectorAll('section th')]
    .find((th) => th.textContent === label)
    ?.nextElementSibling?.textContent?.trim();

test('a range that is pulled in by keyboard clips, and comes back with a button', async () => {
  await show(report('a', 50));
  expect(fact('Clipped')).toBe('0.0 %');
  const handle = document.querySelector('[role=slider][aria-label="Largest value"]')!;
  for (let i = 0; i < 10; i++) {
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
    flushSync();
  }
  expect(Number(handle.getAttribute('aria-valuenow'))).toBeLessThan(0.5);
  expect(fact('Clipped')).toBe('60.0 %');
  [...document.querySelectorAll('button')].find((b) => b.textContent?.trim() === 'As in the model')!.click(); // prettier-ignore
  flushSync();
  expect(fact('Clipped')).toBe('0.0 %');
});

test('a range 255 times too wide leaves two levels', async () => {
  await show(report('a', 50));
  [...document.querySelectorAll('button')].find((b) => b.textContent?.trim() === '255 times too wide')!.click(); // prettier-ignore
  flushSync();
  expect(fact('Levels in use')).toBe('2 of 256');
});

test('rows are sorted by their loss, and the chosen one is explored', async () => {
  await show(report('fine', 50), report('poor', 20));
  const names = () => [...document.querySelectorAll('tr .name')].map((name) => name.textContent);
  expect(names()).toEqual(['fine', 'poor']);
  [...document.querySelectorAll('thead button')][0]!.dispatchEvent(new MouseEvent('click', { bubbles: true })); // prettier-ignore
  flushSync();
  expect(names()).toEqual(['poor', 'fine']);
  (document.querySelector('tr .name') as HTMLButtonElement).click();
  flushSync();
  expect(document.querySelector('section')!.getAttribute('aria-label')).toBe('Explorer of poor');
});

/** Two channels, the first a tenth as wide as the second. */
const perChannel = (): QuantizedTensorReport => ({
  ...report('kernel', 40),
  role: 'weights',
  scale: [Math.fround(0.1 / 127), Math.fround(1 / 127)],
  zeroPoint: [0, 0],
  min: -1,
  max: 1,
  values: Float32Array.of(0.1, -0.033, 0.07, 1, -0.4, 0.77),
  channels: Uint16Array.of(0, 0, 0, 1, 1, 1),
});

const press = (name: string, key: string) => {
  const handle = document.querySelector(`[role=slider][aria-label="${name}"]`)!;
  handle.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  flushSync();
};

const end = (name: string) =>
  Number(document.querySelector(`[role=slider][aria-label="${name}"]`)!.getAttribute('aria-valuenow')); // prettier-ignore

test('the ends of a symmetric range move together, and none goes past zero', async () => {
  await show(perChannel());
  press('Largest value', 'PageDown');
  expect(end('Smallest value')).toBe(-end('Largest value'));
  expect(end('Largest value')).toBeLessThan(1);
  press('Largest value', 'Home');
  expect([end('Smallest value'), end('Largest value')].map(Math.abs)).toEqual([0, 0]);
});

test('a channel that is chosen has its own range; the scale of the widest rounds it coarsely', async () => {
  await show(perChannel());
  expect(end('Largest value')).toBeCloseTo(1);
  const slider = document.querySelector<HTMLInputElement>('input[type=range]')!;
  slider.value = '1';
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  expect(slider.getAttribute('aria-valuetext')).toBe('0 of 2, 10 % as wide as the widest');
  expect(end('Largest value')).toBeCloseTo(0.1);
  const verdict = () => document.querySelector('.verdict')!.textContent!;
  expect(verdict()).toContain('as in the model');
  [...document.querySelectorAll('button')].find((b) => b.textContent?.trim() === 'One scale for all channels')!.click(); // prettier-ignore
  flushSync();
  expect(end('Largest value')).toBeCloseTo(1);
  expect(verdict()).toMatch(/noise [\d.]+ times as strong as in the model/);
});
