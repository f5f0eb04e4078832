import { expect, test } from 'vitest';
import { ValueError } from './index';

test('a message that quotes too much keeps its beginning and its end', () => {
  const long = 'x'.repeat(100_000);
  const { message, hint, place } = new ValueError(`Bad: ${long}.`, { hint: long, place: long });
  expect([message.length, hint?.length, place?.length]).toEqual([20_003, 20_003, 20_003]);
  expect(message).toMatch(/^Bad: x+ … x+\.$/);
});
