import { expect, it } from 'vitest';
import { ValueError } from '#errors';
import {
  always,
  bool,
  booleans,
  bytes,
  enumeration,
  nested,
  numbers,
  optional,
  readFlatbuffer,
  scalar,
  table,
  tables,
  text,
  texts,
  union,
  writeFlatbuffer,
  type AnyTable,
} from './index';

interface Leaf {
  readonly name: string;
  readonly weights: readonly number[];
}

interface Root {
  readonly flag: boolean;
  readonly small: number;
  readonly ratio: number;
  readonly big: number;
  readonly colour: 'RED' | 'GREEN';
  readonly maybe?: number | undefined;
  readonly title: string;
  readonly data: Uint8Array;
  readonly places: readonly number[];
  readonly flags: readonly boolean[];
  readonly words: readonly string[];
  readonly leaf?: Leaf | undefined;
  readonly leaves: readonly Leaf[];
  readonly shape: readonly number[];
  readonly choice?:
    ({ readonly type: 'Leaf' } & Leaf) | { readonly type: 'unknown'; readonly tag: number };
}

const leaf = table<Leaf>('Leaf', { name: text(0), weights: numbers(1, 'float32') });

const root = table<Root>('Root', {
  flag: bool(0),
  small: scalar(1, 'int8', 5),
  ratio: scalar(2, 'float64'),
  big: scalar(3, 'uint32'),
  colour: enumeration(4, 'int8', ['RED', 'GREEN']),
  maybe: optional(scalar(5, 'int32')),
  title: text(6),
  data: bytes(7, 16),
  places: numbers(8, 'int64'),
  flags: booleans(9),
  words: texts(10),
  leaf: nested(11, leaf),
  leaves: tables(12, leaf),
  shape: always(numbers(13, 'int32')),
  choice: union(14, new Map<number, AnyTable>([[3, leaf]])),
});

const EMPTY: Root = {
  flag: false,
  small: 5,
  ratio: 0,
  big: 0,
  colour: 'RED',
  title: '',
  data: new Uint8Array(),
  places: [],
  flags: [],
  words: [],
  leaves: [],
  shape: [],
};

const FULL: Root = {
  flag: true,
  small: -128,
  ratio: 0.1,
  big: 4_294_967_295,
  colour: 'GREEN',
  maybe: 0,
  title: 'a “title” 𝄞',
  data: new Uint8Array([1, 2, 3]),
  places: [-1, 0, 2 ** 40],
  flags: [true, false],
  words: ['', 'b'],
  leaf: { name: 'one', weights: [0.5] },
  leaves: [
    { name: 'two', weights: [] },
    { name: '', weights: [1, 2] },
  ],
  shape: [3],
  choice: { type: 'Leaf', name: 'x', weights: [] },
};

const write = (value: Root) => writeFlatbuffer(root, value, { identifier: 'ABCD' });
const read = (data: Uint8Array, memory?: number) =>
  readFlatbuffer(root, data, memory === undefined ? { file: 'f.bin' } : { file: 'f.bin', memory });

/** The file with a number of 32 bits changed. */
function patched(data: Uint8Array, at: number, value: number): Uint8Array {
  const copy = data.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}

it.each([
  ['defaults', EMPTY],
  ['values of every kind', FULL],
])('reads back %s', (_, value) => {
  expect(read(write(value))).toEqual(value);
});

it('reads literal bytes', () => {
  const data = new Uint8Array([
    ...[16, 0, 0, 0, 0x41, 0x42, 0x43, 0x44],
    ...[8, 0, 8, 0, 4, 0, 5, 0],
    ...[8, 0, 0, 0, 1, 0xfe, 0, 0],
  ]);
  expect(read(data)).toEqual({ ...EMPTY, flag: true, small: -2 });
});

it('writes the same bytes for the same object, and aligns bytes as the schema says', () => {
  const data = write(FULL);
  expect(write(FULL)).toEqual(data);
  expect(new TextDecoder().decode(data.subarray(4, 8))).toBe('ABCD');
  expect(read(data).data.byteOffset % 16).toBe(0);
});

it('leaves out what is the default, and writes what is optional and given', () => {
  expect(write(EMPTY).length).toBeLessThan(60);
  expect('maybe' in read(write(EMPTY))).toBe(false);
  expect(read(write({ ...EMPTY, maybe: 0 })).maybe).toBe(0);
});

it('reads a union’s table that the schema does not know by its number, and does not write it', () => {
  const other = table<Root>('Root', {
    ...Object.fromEntries(root.fields),
    choice: union(14, new Map<number, AnyTable>([[9, leaf]])),
  } as never);
  const data = writeFlatbuffer(other, FULL);
  expect(read(data).choice).toEqual({ type: 'unknown', tag: 9 });
  expect(() => write({ ...EMPTY, choice: { type: 'unknown', tag: 9 } })).toThrow(
    /choice: the table number 9 cannot be written/,
  );
});

it.each<[string, Root, RegExp]>([
  ['a number beyond its type', { ...EMPTY, small: 128 }, /small: 128 is no int8/],
  ['a fraction for an integer', { ...EMPTY, big: 0.5 }, /big: 0.5 is no uint32/],
  [
    'a name that the enum does not have',
    { ...EMPTY, colour: 'BLUE' as 'RED' },
    /BLUE is none of RED, GREEN/,
  ],
  ['a number in a list', { ...EMPTY, shape: [2 ** 31] }, /shape: 2147483648 is no int32/],
])('refuses to write %s', (_, value, message) => {
  expect(() => write(value)).toThrow(message);
});

it('names file, field and byte of what is wrong', () => {
  const data = write(FULL);
  const at = data.findIndex((_, i) => new TextDecoder().decode(data.subarray(i, i + 3)) === 'two');
  const damaged = patched(data, at - 4, 0x7fffffff);
  expect(() => read(damaged)).toThrow(ValueError);
  expect(() => read(damaged)).toThrow(
    new RegExp(
      `f\\.bin is no valid Root flatbuffer\\. At byte ${at - 4}, in leaves\\[0\\]\\.name: 2147483647 values`,
    ),
  );
});

it('refuses texts that do not end with a zero byte or are not UTF-8', () => {
  const data = write({ ...EMPTY, title: 'abc' });
  const at = data.findIndex((byte, i) => byte === 0x61 && data[i + 1] === 0x62);
  const unended = data.slice();
  unended[at + 3] = 1;
  expect(() => read(unended)).toThrow(/title: a text does not end with a zero byte/);
  const foreign = data.slice();
  foreign[at] = 0xff;
  expect(() => read(foreign)).toThrow(/title: a text is not UTF-8/);
});

it('refuses an enum’s number that has no name', () => {
  const data = write({ ...EMPTY, colour: 'GREEN' });
  const at = data.lastIndexOf(1);
  const damaged = data.slice();
  damaged[at] = 7;
  expect(() => read(damaged)).toThrow(/colour: 7 is none of the 2 values/);
});

it('refuses misaligned values', () => {
  const data = write({ ...EMPTY, shape: [1, 2] });
  const shifted = patched(data, 0, new DataView(data.buffer).getUint32(0, true) + 1);
  expect(() => read(shifted)).toThrow(/a table is not at a multiple of 4 bytes/);
});

it('stops before few bytes become many objects', () => {
  const leaves = Array.from({ length: 100 }, () => ({ name: 'n', weights: [1, 2, 3] }));
  const data = write({ ...EMPTY, leaves });
  expect(read(data).leaves).toHaveLength(100);
  expect(() => read(data, 10_000)).toThrow(/leaves\[\d+\].*more than 0 MB of memory/);
});

it('refuses every file that is cut short', () => {
  const data = write(FULL);
  for (let length = 0; length < data.length; length += 4) {
    expect(() => read(data.subarray(0, length)), `${length} bytes`).toThrow(ValueError);
  }
});
