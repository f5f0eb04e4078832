import type { LabEvent, LabMachine, LabOptions, LabRow } from '#protocol';
import { expect, test } from 'vitest';
import { LabState } from './lab-state.svelte';

const machine: LabMachine = {
  browser: 'Chrome 156',
  cores: 2,
  isIsolated: false,
  simd: 'SIMD',
  adapter: '',
};
const waiting: LabRow = { section: 'mlp', what: 'ours', unit: 's', kind: 'ours', rounds: 0 };
const measured: LabRow = { ...waiting, value: 0.5, rounds: 1 };

/** A lab whose worker does what the test says. */
function makeLab() {
  const saved: [string, string][] = [];
  let emit: (event: LabEvent) => void = () => undefined;
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  const client = {
    run(_: LabOptions, onEvent: typeof emit, signal: AbortSignal) {
      emit = onEvent;
      return new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    },
  };
  const lab = new LabState({
    client,
    baseUrl: 'https://course.example/',
    settings: { rounds: 3, patience: 1 },
    loadReferences: async () => [],
    saveAs: (name, bytes) => saved.push([name, new TextDecoder().decode(bytes)]),
    now: () => '2026-01-01T00:00:00.000Z',
  });
  return {
    lab,
    saved,
    emit: (event: LabEvent) => emit(event),
    finish: () => settle!.resolve(),
    fail: (message: string) => settle!.reject(new Error(message)),
  };
}

test('rows are there from the start of a run, and are replaced as they are measured', async () => {
  const { lab, emit, finish } = makeLab();
  const running = lab.start();
  emit({ type: 'machine', machine });
  emit({ type: 'tasks', rows: [waiting, { ...waiting, section: 'cnn' }] });
  expect(lab.hasResults).toBe(false);
  emit({ type: 'row', row: measured });
  expect(lab.rows).toEqual([measured, { ...waiting, section: 'cnn' }]);
  expect(lab.isRunning).toBe(true);
  finish();
  await running;
  expect(lab.status).toBe('done');
});

test('a stop keeps what was measured, and can be exported', async () => {
  const { lab, emit, saved } = makeLab();
  const running = lab.start();
  emit({ type: 'machine', machine });
  emit({ type: 'tasks', rows: [waiting] });
  emit({ type: 'row', row: measured });
  lab.stop();
  await running;
  expect(lab.status).toBe('stopped');
  lab.saveCsv();
  lab.saveJson();
  expect(saved.map(([name]) => name)).toEqual(['device-lab.csv', 'device-lab.json']);
  expect(JSON.parse(saved[1]![1])).toMatchObject({ machine, rows: [measured] });
});

test('a worker that dies is told', async () => {
  const { lab, fail } = makeLab();
  const running = lab.start();
  fail('out of memory');
  await running;
  expect([lab.status, lab.message]).toEqual(['failed', 'out of memory']);
});

test('a second start while it runs does nothing', async () => {
  const { lab, emit, finish } = makeLab();
  const running = lab.start();
  emit({ type: 'tasks', rows: [waiting] });
  await lab.start();
  expect(lab.rows).toEqual([waiting]);
  finish();
  await running;
});
