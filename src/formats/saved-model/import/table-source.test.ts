import { expect, test } from 'vitest';
import { entriesOfText, type TextFileSource } from './table-source';

const SOURCE: TextFileSource = {
  kind: 'file',
  filename: 'codes.txt',
  keyIndex: -2,
  valueIndex: -1,
  vocabularySize: -1,
  delimiter: '\t',
  offset: 1,
};
const INT64 = ['int64', 'int64'] as const;

test('whole lines are keys and line numbers values, counted from the offset', () => {
  const { keys, values } = entriesOfText('42\n-7\n9007199254740993\n', SOURCE, INT64);
  expect([...keys.data]).toEqual([42n, -7n, 9007199254740993n]);
  expect([...values.data]).toEqual([1n, 2n, 3n]);
});

test('columns are keys and values, and only as many lines count as the vocabulary has', () => {
  const source = { ...SOURCE, keyIndex: 1, valueIndex: 0, delimiter: ',', vocabularySize: 2 };
  const { keys, values } = entriesOfText('0.5,1\n0.25,2\nnot,read', source, ['int32', 'float32']);
  expect([...keys.data]).toEqual([1, 2]);
  expect([...values.data]).toEqual([0.5, 0.25]);
});

test('a line that is no number is named', () => {
  expect(() => entriesOfText('1\nboat\n', SOURCE, INT64)).toThrow(
    'assets/codes.txt, line 2: "boat" is no number, but the table\'s keys and values are.',
  );
});

test('a file with fewer lines than the table takes is refused', () => {
  expect(() => entriesOfText('1\n', { ...SOURCE, vocabularySize: 2 }, INT64)).toThrow(
    'assets/codes.txt has 1 lines, but the table takes 2.',
  );
});
