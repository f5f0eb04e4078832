import { expect, it } from 'vitest';
import { compareUtf8 } from './compare-utf8';

it('orders texts as their UTF-8 bytes are ordered', () => {
  const texts = [
    '',
    '10',
    '9',
    'B',
    'a',
    'aa',
    'ab',
    'é',
    '\ue000',
    '\uffff',
    '\u{1f600}',
    '\u{10ffff}',
  ];
  const byBytes = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(texts.toReversed().sort(compareUtf8)).toEqual(byBytes);
  expect(compareUtf8('same', 'same')).toBe(0);
});
