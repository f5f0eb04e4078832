import { ValueError } from '#errors';
import { expect, test } from 'vitest';
import { toWireError } from './wire-error';

const messageOf = (error: unknown) => toWireError(error, []).message;

test('causes that say something new follow the message', () => {
  const cause = new RangeError('too short', { cause: new Error('the disk') });
  expect(messageOf(new ValueError('cannot load', { cause }))).toBe(
    'cannot load\nCaused by RangeError: too short\nCaused by Error: the disk',
  );
});

test('a cause whose message is part of what was said is left out, and a deeper one is not', () => {
  const deepest = new RangeError('index 9');
  const cause = new ValueError('Shapes do not match.', { cause: deepest });
  const outer = new ValueError(
    'Exception encountered when calling Dense.call().\n\nShapes do not match.\n\nArguments received: …',
    { cause },
  );
  expect(messageOf(outer)).toBe(`${outer.message}\nCaused by RangeError: index 9`);
});

test('what is thrown and no error is shown as a value', () => {
  expect(toWireError(5, [], undefined, (value) => `<${String(value)}>`).message).toBe(
    'Thrown: <5>',
  );
});

test('a call is named as the learner wrote it', () => {
  expect(messageOf(new TypeError('(0 , f) is not a function'))).toBe('f is not a function');
});
