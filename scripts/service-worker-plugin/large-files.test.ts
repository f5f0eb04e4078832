import { expect, test } from 'vitest';
import { checkLargeFiles } from './large-files.mjs';

const LIST = { limitBytes: 10, files: ['assets/big-*.wasm'], dataFiles: ['data/set.gz'] };
const BIG = { url: 'assets/big-ab_d-f12.wasm', bytes: 11 };
const SMALL = { url: 'assets/index-abcdefgh.js', bytes: 10 };
const DATA = { url: 'data/set.gz', bytes: 99 };

test('what is listed and what is large are the same, with or without the data set', () => {
  expect(checkLargeFiles(LIST, [SMALL, BIG, DATA])).toEqual([]);
  expect(checkLargeFiles(LIST, [SMALL, BIG])).toEqual([]);
});

test('names a large file that is not listed', () => {
  expect(checkLargeFiles(LIST, [BIG, { url: 'assets/bigger-abcdefgh.wasm', bytes: 11 }])).toEqual([
    'assets/bigger-abcdefgh.wasm is larger than 10 bytes and not listed.',
  ]);
});

test('names an entry of the list that no file is as large as', () => {
  expect(checkLargeFiles(LIST, [SMALL, { ...BIG, bytes: 9 }])).toEqual([
    'assets/big-*.wasm is listed, and no file so large has that name.',
  ]);
  expect(checkLargeFiles(LIST, [BIG, { url: 'data/other.gz', bytes: 99 }])).toEqual([
    'data/other.gz is larger than 10 bytes and not listed.',
    'data/set.gz is listed, and no file so large has that name.',
  ]);
});
