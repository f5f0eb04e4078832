import { describe, expect, it } from 'vitest';
import { ByteReader } from './reader';
import { ByteWriter } from './writer';

describe('ByteWriter', () => {
  it('writes little-endian numbers', () => {
    const writer = new ByteWriter();
    writer.uint8(1, 2).uint16LE(0x0304).uint32LE(0x05060708).uint64LE(0x0a0b0c0d0e0f);
    expect([...writer.finish()]).toEqual([
      1, 2, 4, 3, 8, 7, 6, 5, 0x0f, 0x0e, 0x0d, 0x0c, 0x0b, 0x0a, 0, 0,
    ]);
  });

  it('grows past its first capacity and keeps what was written', () => {
    const writer = new ByteWriter(1);
    for (let i = 0; i < 1000; i++) writer.uint8(i & 255);
    const bytes = writer.finish();
    expect(bytes.length).toBe(1000);
    expect(bytes[999]).toBe(999 & 255);
  });

  it.each([
    ['uint16LE', 2],
    ['uint32LE', 4],
    ['uint64LE', 8],
  ] as const)('grows while it writes %s', (method, size) => {
    const writer = new ByteWriter(16);
    for (let i = 0; i < 100; i++) writer[method](i);
    const bytes = writer.finish();
    expect(bytes.length).toBe(100 * size);
    for (let i = 0; i < 100; i++) expect(bytes[i * size]).toBe(i);
  });

  it('aligns with zeros and patches an address', () => {
    const writer = new ByteWriter().ascii('ab').align(8).uint64LE(0);
    writer.patchUint64LE(8, 2 ** 40 + 1);
    expect([...writer.finish()]).toEqual([97, 98, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
    expect(() => writer.patchUint64LE(9, 1)).toThrow('Nothing is written at 9 yet.');
  });
});

describe('ByteReader', () => {
  const whole = Uint8Array.of(9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const view = whole.subarray(2);

  it('reads from a view that does not begin at the start of its buffer', () => {
    const reader = new ByteReader(view, 'x');
    expect(reader.uint8()).toBe(1);
    expect(reader.uint16LE()).toBe(0x0302);
    expect(reader.uint32LE()).toBe(0x07060504);
    expect([...reader.take(2)]).toEqual([8, 9]);
    expect(reader.at(0).uint64LE()).toBeCloseTo(0x0807060504030201, -3);
    expect([...whole]).toEqual([9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('says which bytes are missing, and of what', () => {
    const reader = new ByteReader(view, 'a.h5').at(7);
    expect(() => reader.uint32LE()).toThrow(
      'a.h5 is damaged: it ends too early: 4 bytes are wanted at byte 7 of 9.',
    );
    expect(reader.offset).toBe(7);
    expect(() => reader.take(-1)).toThrow('damaged');
    expect(() => reader.at(10)).toThrow('points to byte 10, but has only 9 bytes');
    expect(() => reader.at(2 ** 64)).toThrow('points to byte');
  });

  it('checks signatures and names', () => {
    const bytes = new TextEncoder().encode('TREEdense\0open');
    const reader = new ByteReader(bytes, 'a.h5');
    reader.expect('TREE', 'B-tree');
    expect(reader.textToNul()).toBe('dense');
    expect(() => reader.textToNul()).toThrow('a name at byte 10 that does not end');
    expect(() => reader.at(0).expect('SNOD', 'symbol node')).toThrow('no symbol node at byte 0');
  });
});
