import { expect, test } from 'vitest';
import { decodeMappings } from './source-map';

test('segments add up along a line and over lines', () => {
  expect(decodeMappings('AAAA,EAAE;;AACD,gBAAiB')).toEqual([
    [
      [0, 0, 0, 0],
      [2, 0, 0, 2],
    ],
    [],
    [
      [0, 0, 1, 1],
      [16, 0, 1, 18],
    ],
  ]);
});

test('a segment without a source has only its column', () => {
  expect(decodeMappings('C')).toEqual([[[1]]]);
});
