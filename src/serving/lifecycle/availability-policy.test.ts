import { describe, expect, test } from 'vitest';
import { nextAction, type VersionView } from './availability-policy';

const WANTED = true;
const UNWANTED = false;

function after(...versions: [version: number, state: VersionView['state'], wanted: boolean][]) {
  return nextAction(
    versions.map(([version, state, wanted]) => ({ version: BigInt(version), state, wanted })),
  );
}

describe('the availability-preserving policy', () => {
  test.each(['loading', 'error', 'new'] as const)(
    'keeps the old version while the new one is %s',
    (state) => {
      const action = after([1, 'ready', UNWANTED], [2, state, WANTED]);
      expect(action?.action).not.toBe('unload');
    },
  );

  test('unloads the old version once the new one is ready', () => {
    expect(after([1, 'ready', UNWANTED], [2, 'ready', WANTED])).toEqual({
      action: 'unload',
      version: 1n,
    });
  });

  test('unloads what is not wanted before it loads', () => {
    const action = after([3, 'ready', UNWANTED], [4, 'ready', WANTED], [5, 'new', WANTED]);
    expect(action).toEqual({ action: 'unload', version: 3n });
  });

  test('loads the highest of the new versions first', () => {
    const action = after([3, 'ready', WANTED], [4, 'new', WANTED], [5, 'new', WANTED]);
    expect(action).toEqual({ action: 'load', version: 5n });
  });

  test('unloads the last version when none is wanted', () => {
    expect(after([1, 'ready', UNWANTED])).toEqual({ action: 'unload', version: 1n });
  });

  test('needs only one of two old versions, and keeps the higher', () => {
    const action = after([1, 'ready', UNWANTED], [2, 'ready', UNWANTED], [3, 'loading', WANTED]);
    expect(action).toEqual({ action: 'unload', version: 1n });
  });

  test('has nothing to do when all that is wanted is ready, or over', () => {
    expect(after([1, 'ready', WANTED], [2, 'error', WANTED])).toBeUndefined();
    expect(after([1, 'disabled', UNWANTED], [2, 'quiescing', UNWANTED])).toBeUndefined();
    expect(after()).toBeUndefined();
  });
});
