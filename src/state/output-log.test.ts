import type { ProgressOutput } from '#protocol';
import { expect, test } from 'vitest';
import { OutputLog } from './output-log';

const out = (text: string) => ({ kind: 'stream', stream: 'stdout', text }) as const;
const bar = (value: number): ProgressOutput => ({
  kind: 'progress',
  id: 'fit',
  label: 'Epoch 1/3',
  value,
  total: 422,
  detail: '',
  unit: 'count',
  state: 'running',
});

test('text of one stream grows in one block', () => {
  const log = new OutputLog();
  log.push(out('1/2'));
  log.push(out('\r2/2\n'));
  expect(log.shown).toMatchObject([{ kind: 'text', lines: [[{ text: '2/2' }]] }]);
});

test('another stream, or anything between, starts another block', () => {
  const log = new OutputLog();
  log.push(out('a\n'));
  log.push({ kind: 'stream', stream: 'stderr', text: 'b\n' });
  log.push({ kind: 'value', text: '3' });
  log.push(out('c\n'));
  expect(log.shown.map((block) => block.kind)).toEqual(['text', 'text', 'value', 'text']);
});

test('a bar replaces itself where it stands', () => {
  const log = new OutputLog();
  log.push(bar(1));
  log.push(out('text'));
  log.push(bar(2));
  expect(log.shown).toMatchObject([{ kind: 'progress', value: 2 }, { kind: 'text' }]);
});

test('keys differ between blocks and stay while a block changes', () => {
  const log = new OutputLog();
  log.push(bar(1));
  log.push(out('text'));
  const before = log.shown.map((block) => block.key);
  log.push(bar(2));
  log.push(out('more'));
  expect(log.shown.map((block) => block.key)).toEqual(before);
  expect(new Set(before).size).toBe(2);
});

test('what was shown before does not change under the reader', () => {
  const log = new OutputLog();
  log.push(bar(1));
  const before = log.shown;
  log.push(bar(2));
  expect(before).toMatchObject([{ value: 1 }]);
});
