import { expect, test } from 'vitest';
import { PyTypeError } from '#errors';
import { checkOptions, isPlainObject } from './options';

function failure(options: object): PyTypeError {
  try {
    checkOptions('Trainer.fit', options, ['epochs', 'batch_size']);
  } catch (error) {
    if (error instanceof PyTypeError) return error;
  }
  throw new Error('nothing was thrown');
}

test('known names and no options at all pass', () => {
  checkOptions('Trainer.fit', undefined, ['epochs']);
  checkOptions('Trainer.fit', { epochs: 1 }, ['epochs']);
});

test('an unknown name gets the message of Python and the list of known names', () => {
  const error = failure({ epoch: 3 });
  expect(error.name).toBe('TypeError');
  expect(error.message).toBe("Trainer.fit() got an unexpected keyword argument 'epoch'");
  expect(error.hint).toBe('Trainer.fit() knows: epochs, batch_size.');
});

test('a name in the wrong case style is suggested in the right one', () => {
  expect(failure({ batchSize: 3 }).hint).toMatch(/^Did you mean 'batch_size'\?/);
});

test('an array or an instance in the place of the options is refused', () => {
  expect(failure([1]).message).toContain('in one object');
  expect(failure(new Map()).message).toContain('in one object');
});

test('only object literals count as plain', () => {
  expect(isPlainObject({})).toBe(true);
  expect(isPlainObject(Object.create(null))).toBe(true);
  expect(isPlainObject(null)).toBe(false);
  expect(isPlainObject(new Date())).toBe(false);
});
