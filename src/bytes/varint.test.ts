import { describe, expect, it } from 'vitest';
import { ValueError } from '#errors';
import { ByteReader } from './reader';
import { ByteWriter } from './writer';

const CASES: [number, number[]][] = [
  [0, [0]],
  [127, [0x7f]],
  [128, [0x80, 1]],
  [300, [0xac, 2]],
  [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  [2 ** 40, [0x80, 0x80, 0x80, 0x80, 0x80, 0x20]],
  [Number.MAX_SAFE_INTEGER, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
];

function reader(...bytes: number[]): ByteReader {
  return new ByteReader(Uint8Array.from(bytes), 'x');
}

describe('varints', () => {
  it.each(CASES)('writes and reads %i', (value, bytes) => {
    expect([...new ByteWriter().varint(value).finish()]).toEqual(bytes);
    const whole = reader(...bytes, 9);
    expect(whole.varint64()).toBe(value);
    expect(whole.offset).toBe(bytes.length);
    if (value < 2 ** 32) expect(reader(...bytes).varint32()).toBe(value);
  });

  it('keeps what was written before when the buffer grows', () => {
    const writer = new ByteWriter(16);
    for (let i = 0; i < 100; i++) writer.varint(300);
    const bytes = writer.finish();
    for (let i = 0; i < 200; i += 2) expect([bytes[i], bytes[i + 1]]).toEqual([0xac, 2]);
  });

  it('does not write what is no whole number below 2^53', () => {
    for (const value of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => new ByteWriter().varint(value)).toThrow(RangeError);
    }
  });

  it('takes 64 bits and no more', () => {
    const nines = new Array<number>(9).fill(0xff);
    expect(reader(...nines, 1).varint64()).toBe(2 ** 64);
    expect(() => reader(...nines, 2).varint64()).toThrow('more than 64 bits at byte 0');
    expect(() => reader(...nines, 0xff, 1).varint64()).toThrow('does not end after 10 bytes');
  });

  it('takes 32 bits and no more', () => {
    expect(() => reader(0xff, 0xff, 0xff, 0xff, 0x1f).varint32()).toThrow(
      'x is damaged: it has a number of more than 32 bits at byte 0.',
    );
    expect(() => reader(0xff, 0xff, 0xff, 0xff, 0xff, 1).varint32()).toThrow('after 5 bytes');
  });

  it('refuses numbers that are cut short or longer than they need to be', () => {
    expect(() => reader(0x80).varint32()).toThrow('ends too early');
    expect(() => reader().varint64()).toThrow(ValueError);
    expect(() => reader(0x85, 0x80, 0).varint64()).toThrow('longer than it needs to be');
  });
});
