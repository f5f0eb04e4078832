import { expect, test } from 'vitest';
import type { ServingApi } from './serving';
import {
  answerServingCall,
  createServingClient,
  decodeMessage,
  encodeMessage,
} from './serving-wire';

test('byte arrays come through wherever they are, and views bring only their own bytes', () => {
  const whole = Uint8Array.of(9, 1, 2, 3, 9);
  const value = { a: [whole.subarray(1, 4), 'text', null], b: { c: new Uint8Array(), d: 1.5 } };
  const message = encodeMessage(value);
  const shifted = new Uint8Array(message.length + 3);
  shifted.set(message, 3);
  const read = decodeMessage(shifted.subarray(3));
  expect(read).toEqual({ a: [Uint8Array.of(1, 2, 3), 'text', null], b: value.b });
  expect(whole).toEqual(Uint8Array.of(9, 1, 2, 3, 9));
});

test('a name of the learner’s own is taken for no byte array', () => {
  const spec = { env: { $bytes: 'a variable of the environment' } };
  expect(decodeMessage(encodeMessage(spec))).toEqual(spec);
});

test('a message that is cut off anywhere is refused', () => {
  const message = encodeMessage({ bytes: Uint8Array.of(1, 2, 3, 4) });
  for (let length = 0; length < message.length; length++) {
    expect(() => decodeMessage(message.subarray(0, length))).toThrow(SyntaxError);
  }
});

test('what a call fails with is thrown at the other end', async () => {
  const host = {
    containers: () => Promise.reject(new Error('The host has failed.')),
    request: async () => undefined,
  } as Partial<ServingApi> as ServingApi;
  const client = createServingClient((method, message) => answerServingCall(host, method, message));
  await expect(client.containers()).rejects.toThrow('The host has failed.');
  expect(await client.request(1)).toBeUndefined();
});
