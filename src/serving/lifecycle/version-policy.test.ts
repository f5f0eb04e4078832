import { describe, expect, test } from 'vitest';
import { versionOf, wantedVersions } from './version-policy';

const NONE = ['non_numerical_child'];

function numbers(children: readonly string[], policy: Parameters<typeof wantedVersions>[2]) {
  return wantedVersions('m', children, policy).versions.map(({ version }) => Number(version));
}

describe('latest', () => {
  test('the highest versions, directories with other names do not count', () => {
    const children = [...NONE, '42', '33', '30', '21', '17'];
    expect(numbers(children, { kind: 'latest', count: 3 })).toEqual([42, 33, 30]);
    expect(numbers(children, { kind: 'latest', count: 9 })).toEqual([42, 33, 30, 21, 17]);
  });

  test('numbers are compared, not names', () => {
    expect(numbers(['9', '10', '0011'], { kind: 'latest', count: 1 })).toEqual([11]);
  });
});

test('all', () => {
  expect(numbers([...NONE, '3', '1', '2'], { kind: 'all' })).toEqual([1, 2, 3]);
});

describe('specific', () => {
  test('leading zeros belong to the name of the directory only', () => {
    const policy = { kind: 'specific', versions: ['17', '30'] } as const;
    expect(wantedVersions('m', ['00017', '30', '31'], policy)).toEqual({
      versions: [
        { version: 17n, directory: '00017' },
        { version: 30n, directory: '30' },
      ],
      warnings: [],
    });
  });

  test('an absent version is warned about', () => {
    const { versions, warnings } = wantedVersions('m', ['1'], {
      kind: 'specific',
      versions: ['1', '2'],
    });
    expect(versions).toHaveLength(1);
    expect(warnings).toEqual([
      "Version 2 of servable m, which was requested to be served as a 'specific' version in the servable's version policy, was not found in the file system",
    ]);
  });

  test('an empty list is warned about', () => {
    const { versions, warnings } = wantedVersions('m', ['1'], { kind: 'specific', versions: [] });
    expect(versions).toEqual([]);
    expect(warnings).toEqual(['No specific versions requested for servable m.']);
  });
});

test('of several directories for one version, one counts', () => {
  const { versions, warnings } = wantedVersions('m', ['0001', '001', '00001'], { kind: 'all' });
  expect(versions).toEqual([{ version: 1n, directory: '001' }]);
  expect(warnings).toEqual([
    'Duplicate version directories detected. Version 1 will be loaded from 0001, 00001 will be ignored.',
    'Duplicate version directories detected. Version 1 will be loaded from 001, 0001 will be ignored.',
  ]);
});

test.each([
  ['1', 1n],
  ['00000123', 123n],
  ['-5', -5n],
  ['+5', 5n],
  ['9223372036854775807', 2n ** 63n - 1n],
  ['9223372036854775808', undefined],
  ['1.0', undefined],
  ['1a', undefined],
  ['', undefined],
  ['.keep', undefined],
])('the version of %j', (name, version) => {
  expect(versionOf(name)).toBe(version);
});
