import { readFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip, ZipError } from './index';

const text = (value: string) => new TextEncoder().encode(value);
const members: [string, Uint8Array][] = [
  ['metadata.json', text('{"a": 1}')],
  ['sub/größe.bin', Uint8Array.from({ length: 3000 }, (_, i) => i & 255)],
  ['empty', new Uint8Array()],
];

interface Forged {
  name: string;
  stored: Uint8Array;
  method?: number;
  flags?: number;
  crc?: number;
  size?: number;
  /** Where the directory says that the member begins. */
  offset?: number;
}

/** An archive with whatever lies in its headers. */
function forge(list: readonly Forged[]): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const item of list) {
    const name = Buffer.from(item.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(item.flags ?? 0, 2);
    common.writeUInt16LE(item.method ?? 0, 4);
    common.writeUInt32LE(item.crc ?? 0, 10);
    common.writeUInt32LE(item.stored.length, 14);
    common.writeUInt32LE(item.size ?? item.stored.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(item.offset ?? offset, 10);
    central.push(Buffer.from([80, 75, 1, 2, 20, 0]), common, tail, name);
    const local = Buffer.concat([Buffer.from([80, 75, 3, 4]), common, name, item.stored]);
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end]));
}

async function refusal(bytes: Uint8Array): Promise<ZipError> {
  const error = await readZip(bytes, { name: 'a.zip' }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ZipError);
  return error as ZipError;
}

describe('writeZip', () => {
  it('writes these very bytes', async () => {
    const bytes = await writeZip([['a', Uint8Array.of(7)]]);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      `504b03040a000000000000002100${crcHex(7)}0100000001000000010000006107` +
        `504b010214000a000000000000002100${crcHex(7)}010000000100000001000000000000000000000000000000000061` +
        '504b050600000000010001002f000000200000000000',
    );
  });

  it('gives the same bytes for the same members, and leaves them alone', async () => {
    const before = members.map(([, bytes]) => [...bytes]);
    const first = await writeZip(members, { compress: true });
    expect(await writeZip(members, { compress: true })).toEqual(first);
    expect(members.map(([, bytes]) => [...bytes])).toEqual(before);
  });

  it('writes what it reads, stored or deflated, from a view', async () => {
    for (const compress of [false, true]) {
      const bytes = await writeZip(members, { compress });
      const shifted = new Uint8Array(bytes.length + 10).fill(80);
      shifted.set(bytes, 5);
      const read = await readZip(shifted.subarray(5, 5 + bytes.length), { name: 'a.zip' });
      expect([...read]).toEqual(members);
      expect(shifted.subarray(5, 5 + bytes.length)).toEqual(bytes);
    }
  });
});

describe('readZip', () => {
  it('reads what Python packed', async () => {
    const file = await readFile('tests/fixtures/keras/deep_adam.keras');
    const read = await readZip(file, { name: 'deep_adam.keras' });
    expect([...read.keys()]).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
  });

  it('tells what is no zip archive, or a truncated one, from a damaged one', async () => {
    const bytes = await writeZip(members);
    expect((await refusal(text('hello'))).code).toBe('not-zip');
    expect((await refusal(new Uint8Array(5000))).code).toBe('not-zip');
    for (const length of [0, 30, bytes.length - 1, bytes.length - 30]) {
      expect((await refusal(bytes.slice(0, length))).message).toContain('a.zip is not a zip');
    }
    expect((await refusal(bytes.slice(40))).code).toBe('damaged');
  });

  it('names archive and member of a flipped bit', async () => {
    const bytes = await writeZip(members);
    bytes[200]! ^= 4;
    const error = await refusal(bytes);
    expect(error.message).toBe(
      'a.zip: "sub/größe.bin" is damaged: its CRC-32 check sum does not fit its bytes.',
    );
    expect(error.hint).toContain('fresh copy');
  });

  it.each([
    ['../a', 'leads out'],
    ['/a', 'leads out'],
    ['a//b', 'leads out'],
    ['c:a', 'leads out'],
    ['a\\b', 'leads out'],
    ['a\u0001', 'leads out'],
  ])('refuses the member name %j', async (name, problem) => {
    expect(
      (await refusal(forge([{ name, stored: new Uint8Array(), flags: 2048 }]))).message,
    ).toContain(problem);
  });

  it('refuses a member twice, members that share bytes, encrypted ones and unknown methods', async () => {
    const one = { name: 'x', stored: new Uint8Array() };
    expect((await refusal(forge([one, one]))).message).toContain('"x" is in the archive twice');
    const shared = forge([one, { name: 'y', stored: new Uint8Array(), offset: 0 }]);
    expect((await refusal(shared)).message).toMatch(/"x|y" is damaged/);
    expect((await refusal(forge([{ ...one, flags: 1 }]))).message).toContain('is encrypted');
    expect((await refusal(forge([{ ...one, method: 12 }]))).message).toContain('method 12');
  });

  it('refuses a bomb by its announced size before it inflates a byte', async () => {
    const stored = new Uint8Array(400 * 1024);
    const bomb = { name: 'weights', stored, method: 8, size: 400 * 2 ** 20 };
    const error = await refusal(forge([bomb]));
    expect(error.code).toBe('refused');
    expect(error.message).toContain('zip bomb');
  });

  it('refuses many members that are a bomb only together', async () => {
    const stored = new Uint8Array(40 * 1024);
    const size = 40 * 2 ** 20;
    const half = { stored, method: 8, size };
    const pair = forge(['a', 'b'].map((name) => ({ ...half, name })));
    expect((await refusal(pair)).message).toMatch(/^a\.zip would grow/);
  });

  it('stops inflating where the announced size ends', async () => {
    const stored = new Uint8Array(deflateRawSync(Buffer.alloc(50 * 2 ** 20)));
    const error = await refusal(forge([{ name: 'liar', stored, method: 8, size: 1000 }]));
    expect(error.message).toContain('does not unpack to the 1000 bytes that are announced');
  });

  it('refuses sizes that cannot be', async () => {
    const error = await refusal(
      forge([{ name: 'x', stored: Uint8Array.of(3, 0), method: 8, size: 9999 }]),
    );
    expect(error.message).toContain('2 stored bytes cannot hold 9999');
  });

  it('refuses more members than it is allowed', async () => {
    const bytes = await writeZip(members);
    await expect(readZip(bytes, { name: 'a.zip', limits: { members: 2 } })).rejects.toThrow(
      'a.zip has more than 2 members.',
    );
  });
});

/** CRC-32 of one byte, by its definition. */
function crcHex(byte: number): string {
  let crc = 0xffffffff ^ byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  const out = Buffer.alloc(4);
  out.writeUInt32LE(~crc >>> 0);
  return out.toString('hex');
}
