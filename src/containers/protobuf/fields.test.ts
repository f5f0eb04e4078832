import { expect, test } from 'vitest';
import { ValueError } from '#errors';
import { readFields } from '.';

/** Field 1 as a varint, 2 as text, 3 as 64 bits, 4 as 32 bits. */
const MESSAGE = [8, 0x96, 1, 18, 2, 104, 105, 25, 1, 2, 3, 4, 5, 6, 7, 8, 37, 9, 8, 7, 6];

test('fields have their number, wire type and payload', () => {
  expect(readFields(Uint8Array.from(MESSAGE), 'a.pb')).toEqual([
    { number: 1, wireType: 0, payload: Uint8Array.of(0x96, 1) },
    { number: 2, wireType: 2, payload: Uint8Array.of(104, 105) },
    { number: 3, wireType: 1, payload: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
    { number: 4, wireType: 5, payload: Uint8Array.of(9, 8, 7, 6) },
  ]);
});

test('payloads of bytes in a larger buffer are views of these bytes', () => {
  const buffer = Uint8Array.from([255, 255, ...MESSAGE, 255]);
  const view = buffer.subarray(2, buffer.length - 1);
  const [, text] = readFields(view, 'a.pb');
  expect(text!.payload.buffer).toBe(buffer.buffer);
  expect([...text!.payload]).toEqual([104, 105]);
});

test.each([
  [[8, 1, 0, 5], 'At byte 2: a field has number 0.'],
  [[10, 200, 1], 'At byte 1: 200 bytes are announced, but only 0 are left.'],
  [[8, ...new Array<number>(12).fill(255)], 'At byte 1: a number has over ten bytes.'],
  [[8, 255], 'At byte 1: a number is cut short.'],
  [[25, 1, 2], 'At byte 1: a value of 8 bytes does not fit into 2.'],
  [[11], 'At byte 1: wire type 3 is not used by proto3.'],
])('%j is no protocol buffer', (bytes, reason) => {
  const read = () => readFields(Uint8Array.from(bytes), 'a.pb');
  expect(read).toThrow(ValueError);
  expect(read).toThrow(`a.pb is no protocol buffer. ${reason}`);
});

test('a flood of fields is refused', () => {
  const bytes = new Uint8Array(2 * 200_001).fill(8);
  expect(() => readFields(bytes, 'a.pb')).toThrow('it has more than 200000 fields');
});
