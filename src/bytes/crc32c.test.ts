import { describe, expect, it } from 'vitest';
import { crc32c, maskCrc32c, unmaskCrc32c } from './crc32c';

const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);

describe('crc32c', () => {
  it('gives the published values', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(ascending)).toBe(0x46dd794e);
    expect(crc32c(ascending.toReversed())).toBe(0x113fdb5c);
    expect(crc32c(new Uint8Array(0))).toBe(0);
  });

  it('goes on from what came before, wherever the bytes are cut', () => {
    for (let cut = 0; cut <= ascending.length; cut++) {
      const first = crc32c(ascending.subarray(0, cut));
      expect(crc32c(ascending.subarray(cut), first)).toBe(0x46dd794e);
    }
  });

  it('takes views at any offset and leaves them as they are', () => {
    for (let offset = 0; offset < 9; offset++) {
      const whole = new Uint8Array(offset + 32).fill(7);
      whole.set(ascending, offset);
      const before = Uint8Array.from(whole);
      expect(crc32c(whole.subarray(offset))).toBe(0x46dd794e);
      expect(whole).toEqual(before);
    }
  });

  it('is masked as in LevelDB', () => {
    const emptyBlock = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);
    expect(maskCrc32c(crc32c(emptyBlock))).toBe(0xb0a1f2c0);
    for (const crc of [0, 1, 0x7fff, 0x80000000, 0xffffffff]) {
      expect(unmaskCrc32c(maskCrc32c(crc))).toBe(crc);
      expect(maskCrc32c(crc)).not.toBe(crc);
    }
  });
});
