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
