import { AttributeError, ValueError } from '#errors';
import { expect, test } from 'vitest';
import { errorFromWire, errorOutput } from './wire-errors';

const wire = { message: 'm', hint: 'h', frames: [], stack: 'at x' };

test('an error of Python becomes its class again, with its hint', () => {
  const error = errorFromWire({ ...wire, name: 'ValueError' });
  expect(error).toBeInstanceOf(ValueError);
  expect(error).toMatchObject({ name: 'ValueError', message: 'm', hint: 'h', stack: 'at x' });
});

test('so does one of a class that only the kernel throws', () => {
  const error = errorFromWire({ ...wire, name: 'AttributeError' });
  expect(error).toBeInstanceOf(AttributeError);
});

test('an unknown name is kept', () => {
  expect(errorFromWire({ ...wire, name: 'OddError' })).toMatchObject({ name: 'OddError' });
});

test('what the page shows of an error has its class and its hint', () => {
  expect(errorOutput(new ValueError('m', { hint: 'h' }))).toMatchObject({
    kind: 'error',
    error: { name: 'ValueError', message: 'm', hint: 'h', frames: [] },
  });
});
