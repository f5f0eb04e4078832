import { expect, test } from 'vitest';
import { reprText } from '.';

test.each([
  ['serve', "'serve'"],
  ["don't", '"don\'t"'],
  [`'"`, `'\\'"'`],
  ['a\nb\\', "'a\\nb\\\\'"],
  ['\u0000\u007f\u00a0\u00ad', "'\\x00\\x7f\\xa0\\xad'"],
  ['\u2028\u{e0001}', "'\\u2028\\U000e0001'"],
  ['Straße 日本 🙂', "'Straße 日本 🙂'"],
])('%j is printed as %s', (text, printed) => {
  expect(reprText(text)).toBe(printed);
});
