import { expect, test } from 'vitest';
import type { ModelEntry } from '../config/server-config';
import { assignLabels, versionFor } from './labels';

const isAvailable = (_model: string, version: bigint) => version <= 2n;

function model(labels: Record<string, string>): ModelEntry {
  const policy = { kind: 'latest', count: 1 } as const;
  return { name: 'm', basePath: '/m', platform: 'tensorflow', policy, labels };
}

test('labels name versions that are available, several of them the same one', () => {
  const labels = assignLabels([model({ a: '1', b: '2', c: '2' })], {}, isAvailable, false);
  expect(['a', 'b', 'c', 'd'].map((label) => versionFor(labels, 'm', label))).toEqual([
    '1',
    '2',
    '2',
    undefined,
  ]);
});

test('a label on a version that is not available is refused', () => {
  expect(() => assignLabels([model({ 'nice try': '777' })], {}, isAvailable, false)).toThrow(
    'Request to assign label to version 777 of model m, which is not currently available for inference',
  );
});

test('by its flag, a new label may name any version, and stay there', () => {
  const labels = assignLabels([model({ a: '777' })], {}, isAvailable, true);
  expect(versionFor(labels, 'm', 'a')).toBe('777');
  expect(assignLabels([model({ a: '777' })], labels, isAvailable, true)).toEqual(labels);
});

test('even by its flag, a label in use moves to an available version only', () => {
  const labels = assignLabels([model({ a: '1' })], {}, isAvailable, true);
  expect(() => assignLabels([model({ a: '777' })], labels, isAvailable, true)).toThrow('777');
  const moved = assignLabels([model({ a: '2' })], labels, isAvailable, true);
  expect(versionFor(moved, 'm', 'a')).toBe('2');
});

test('labels that are listed no more are gone', () => {
  const labels = assignLabels([model({ a: '1' })], {}, isAvailable, false);
  expect(assignLabels([model({})], labels, isAvailable, false)).toEqual({});
});

test.each(['__proto__', 'constructor', 'toString'])('%s is a label like any other', (label) => {
  expect(versionFor({}, 'm', label)).toBeUndefined();
  const labels = Object.fromEntries([[label, '1']]);
  expect(versionFor(assignLabels([model(labels)], {}, isAvailable, false), 'm', label)).toBe('1');
});
