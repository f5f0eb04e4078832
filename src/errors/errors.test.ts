import { expect, test } from 'vitest';
import { ValueError } from './index';

test('what an error quotes from a file has an end', () => {
  const long = 'x'.repeat(100_000);
  const { message, hint, place } = new ValueError(`Bad: ${long}`, { hint: long, place: long });
  expect([message.length, hint?.length, place?.length]).toEqual([20_001, 20_001, 20_001]);
  expect(message).toMatch(/^Bad: x+…$/);
});
