import type { CellOutput } from '#protocol';
import { NDArray } from '#tensor';
import { expect, test } from 'vitest';
import { createConsole } from './console';

function collect() {
  const sent: CellOutput[] = [];
  const console = createConsole({
    emit: (output) => sent.push(output),
    repr: (value) => `<${JSON.stringify(value)}>`,
  });
  return { sent, console };
}

const line = (text: string, stream: 'stdout' | 'stderr' = 'stdout'): CellOutput => ({
  kind: 'stream',
  stream,
  text: `${text}\n`,
});

test('strings are printed bare, everything else as repr prints it', () => {
  const { sent, console } = collect();
  console.log('a', 1, { b: 2 });
  console.error('bad');
  expect(sent).toEqual([line('a <1> <{"b":2}>'), line('bad', 'stderr')]);
});

test('groups indent each line', () => {
  const { sent, console } = collect();
  console.group('g');
  console.log('a\nb');
  console.groupEnd();
  console.log('c');
  expect(sent).toEqual([line('g'), line('  a\n  b'), line('c')]);
});

test('a table has a column for each key', () => {
  const { sent, console } = collect();
  console.table([{ a: 1 }, { b: 'x', c: [1] }]);
  expect(sent).toEqual([
    {
      kind: 'table',
      caption: '',
      columns: ['', 'a', 'b', 'c'],
      rows: [
        ['0', 1, null, null],
        ['1', null, 'x', '<[1]>'],
      ],
    },
  ]);
});

test('maps, sets and arrays are tables as well', () => {
  const { sent, console } = collect();
  console.table(new Map([['k', 1]]));
  console.table(new Set(['s']));
  console.table(new NDArray(Float32Array.of(1, 2), [1, 2], 'float32'));
  expect(sent).toMatchObject([
    { columns: ['', 'Value'], rows: [['k', 1]] },
    { columns: ['', 'Value'], rows: [['0', 's']] },
    { columns: ['', '0', '1'], rows: [['0', 1, 2]] },
  ]);
});

test('counts, timers and assertions', () => {
  const { sent, console } = collect();
  console.count();
  console.count();
  console.assert(true, 'no');
  console.assert(false, 'yes');
  console.timeEnd('none');
  expect(sent).toEqual([
    line('default: 1'),
    line('default: 2'),
    line('Assertion failed: yes', 'stderr'),
    line("Timer 'none' does not exist", 'stderr'),
  ]);
});
