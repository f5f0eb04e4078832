import type { OfflineState as Report } from '#protocol';
import { expect, test } from 'vitest';
import { OfflineState } from './offline-state.svelte';

function open() {
  const calls: string[] = [];
  let tell: (report: Report) => void = () => undefined;
  const offline = new OfflineState({
    subscribe: (listener) => (tell = listener),
    fill: () => calls.push('fill'),
    update: () => calls.push('update'),
  });
  return { offline, calls, tell: (report: Report) => tell(report) };
}

const INCOMPLETE: Report = {
  kind: 'incomplete',
  missing: ['a.js'],
  doneBytes: 999,
  totalBytes: 1000,
  reason: 'No room.',
};

test('says nothing before anything is known', () => {
  const { offline } = open();
  expect([offline.kind, offline.label, offline.percent]).toEqual([undefined, '', 0]);
});

test.each<[Report, string, number]>([
  [{ kind: 'unavailable', reason: 'No https.' }, 'Online only', 0],
  [{ kind: 'caching', doneBytes: 629, totalBytes: 1000 }, 'Caching 62 %', 62],
  [{ kind: 'caching', doneBytes: 1000, totalBytes: 1000 }, 'Caching 99 %', 99],
  [{ kind: 'ready', totalBytes: 1000 }, 'Offline ready', 100],
  [INCOMPLETE, 'Offline incomplete – retry', 99],
  [{ kind: 'update-ready' }, 'Update ready – reload', 0],
])('%j reads %s', (report, label, percent) => {
  const { offline, tell } = open();
  tell(report);
  expect(offline.label).toBe(label);
  expect(offline.percent).toBe(percent);
});

test('tells bytes and reasons', () => {
  const { offline, tell } = open();
  tell(INCOMPLETE);
  expect(offline.bytes).toEqual({ done: 999, total: 1000 });
  expect(offline.detail).toBe('No room.');
  tell({ kind: 'ready', totalBytes: 1000 });
  expect(offline.bytes).toEqual({ done: 1000, total: 1000 });
  tell({ kind: 'update-ready' });
  expect(offline.bytes).toBeUndefined();
});

test('retries only what is incomplete, and reloads only for an update', () => {
  const { offline, calls, tell } = open();
  tell({ kind: 'ready', totalBytes: 1000 });
  offline.retry();
  offline.reload();
  expect(calls).toEqual([]);
  tell(INCOMPLETE);
  offline.retry();
  tell({ kind: 'update-ready' });
  offline.reload();
  expect(calls).toEqual(['fill', 'update']);
});
