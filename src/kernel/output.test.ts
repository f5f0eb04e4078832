import type { CellOutput } from '#protocol';
import { expect, test } from 'vitest';
import { RunOutput } from './output';

function collect() {
  const sent: CellOutput[] = [];
  return { sent, output: new RunOutput((output) => sent.push(output)) };
}

const text = (value: string): CellOutput => ({ kind: 'stream', stream: 'stdout', text: value });

const bar = (value: number): CellOutput => ({
  kind: 'progress',
  id: 'p',
  label: '',
  value,
  total: 9,
  detail: '',
  unit: 'count',
  state: 'running',
});

test('the first two texts are sent at once, what follows is put together', () => {
  const { sent, output } = collect();
  for (const part of ['a', 'b', 'c', 'd']) output.emit(text(part));
  expect(sent).toEqual([text('a'), text('b')]);
  output.flush();
  expect(sent).toEqual([text('a'), text('b'), text('cd')]);
});

test('text that nothing follows is sent without asking', async () => {
  const { sent, output } = collect();
  for (const part of ['a', 'b', 'c']) output.emit(text(part));
  await expect.poll(() => sent).toEqual([text('a'), text('b'), text('c')]);
});

test('other outputs are sent at once, after the text before them', () => {
  const { sent, output } = collect();
  output.emit(text('a'));
  output.emit(text('b'));
  output.emit({ kind: 'value', text: 'v' });
  expect(sent).toEqual([text('a'), text('b'), { kind: 'value', text: 'v' }]);
});

test('of a progress bar the newest state counts', () => {
  const { sent, output } = collect();
  for (const value of [1, 2, 3, 4]) output.emit(bar(value));
  output.flush();
  expect(sent).toEqual([bar(1), bar(2), bar(4)]);
});

test('a loop that prints for ever is cut off with a note', () => {
  const { sent, output } = collect();
  for (let i = 0; i < 50_000; i++) output.emit(text('line\n'));
  output.flush();
  const all = sent.map((o) => (o.kind === 'stream' ? o.text : '')).join('');
  expect(all.split('\n')).toHaveLength(10_001);
  expect(sent.at(-1)).toMatchObject({ kind: 'note' });
});

test('one huge text is cut as well', () => {
  const { sent, output } = collect();
  output.emit(text('x'.repeat(5_000_000)));
  output.flush();
  expect(sent).toMatchObject([{ kind: 'stream' }, { kind: 'note' }]);
  expect(sent[0]!.kind === 'stream' && sent[0]!.text.length).toBe(1_000_000);
});

test('so is one of too many lines', () => {
  const { sent, output } = collect();
  output.emit(text('a\n'));
  output.emit(text('line\n'.repeat(50_000)));
  output.flush();
  const all = sent.map((o) => (o.kind === 'stream' ? o.text : '')).join('');
  expect(all).toBe(`a\n${'line\n'.repeat(9_999)}`);
  expect(sent.at(-1)).toMatchObject({ kind: 'note' });
});

test('a bar that overwrites itself may go on for long', () => {
  const { sent, output } = collect();
  for (let i = 0; i < 20_000; i++) output.emit(text(`\r${'='.repeat(80)}`));
  output.flush();
  expect(sent.every(({ kind }) => kind === 'stream')).toBe(true);
});
