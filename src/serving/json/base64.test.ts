import { expect, it } from 'vitest';
import { seeded } from '../../../tests/seeded';
import { decodeBase64, encodeBase64 } from './base64';

const decode = (text: string) => {
  const bytes = decodeBase64(new TextEncoder().encode(text));
  return bytes && new TextDecoder().decode(bytes);
};

it.each([
  ['aGVsbG8=', 'hello'],
  ['aGVsbG8', 'hello'],
  ['aGk=\n', 'hi'],
  [' a G\tk\n= ', 'hi'],
  ['aGk.', 'hi'],
  ['', ''],
  ['aGk==', undefined],
  ['a', undefined],
  ['aGVs=', undefined],
  ['aG=k', undefined],
  ['aG_k', undefined],
  ['é', undefined],
])('reads %j as %j', (text, wanted) => {
  expect(decode(text)).toBe(wanted);
});

it('writes what Node writes, and reads it back', () => {
  const random = seeded(3);
  for (let length = 0; length < 100; length++) {
    const bytes = Uint8Array.from({ length }, () => random(256));
    const text = encodeBase64(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64'));
    expect(decodeBase64(new TextEncoder().encode(text))).toEqual(bytes);
  }
});
