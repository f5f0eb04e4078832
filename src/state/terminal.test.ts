import { expect, test } from 'vitest';
import { Terminal } from './terminal';

const shown = (...texts: string[]) => {
  const terminal = new Terminal();
  for (const text of texts) terminal.write(text);
  return terminal.lines.map((line) => line.map((span) => span.text).join(''));
};

test('lines end at a line feed, and the last may be open', () => {
  expect(shown('one\ntw', 'o')).toEqual(['one', 'two']);
  expect(shown('one\n')).toEqual(['one']);
  expect(shown('one\n\nthree')).toEqual(['one', '', 'three']);
});

test('a carriage return overwrites from the start and keeps what is longer', () => {
  expect(shown('1/10 slow\r2/10')).toEqual(['2/10 slow']);
  expect(shown('done\r\nnext')).toEqual(['done', 'next']);
});

test('a backspace goes back one character, and not past the start', () => {
  expect(shown('ab\b\bxy')).toEqual(['xy']);
  expect(shown('\b\ba')).toEqual(['a']);
});

test('characters outside the basic plane take one place', () => {
  expect(shown('😀b\rX')).toEqual(['Xb']);
});

test('SGR codes become styles', () => {
  const terminal = new Terminal();
  terminal.write('\x1b[1m422/422\x1b[0m \x1b[32m━━\x1b[0m\x1b[37m━\x1b[0m');
  expect(terminal.lines).toEqual([
    [
      { text: '422/422', style: 'bold' },
      { text: ' ', style: '' },
      { text: '━━', style: 'fg-2' },
      { text: '━', style: 'fg-7' },
    ],
  ]);
});

test('a colour replaces a colour and leaves bold alone', () => {
  const terminal = new Terminal();
  terminal.write('\x1b[1;31ma\x1b[32mb\x1b[39mc\x1b[22md');
  expect(terminal.lines[0]!.map((span) => span.style)).toEqual([
    'bold fg-1',
    'bold fg-2',
    'bold',
    '',
  ]);
});

test('an escape sequence may be cut anywhere', () => {
  for (const at of [1, 2, 3, 4]) {
    const text = 'a\x1b[32mb';
    expect(shown(text.slice(0, at), text.slice(at))).toEqual(['ab']);
  }
});

test('erasing to the end of the line works, other sequences are swallowed', () => {
  expect(shown('long text\rab\x1b[K')).toEqual(['ab']);
  expect(shown('a\x1b[2Jb\x1b[?25lc\x1bMd')).toEqual(['abcd']);
});

test('old lines are dropped and counted', () => {
  const terminal = new Terminal(2);
  terminal.write('1\n2\n3\n4\nopen');
  expect(terminal.dropped).toBe(2);
  expect(terminal.lines.map((line) => line[0]?.text)).toEqual(['3', '4', 'open']);
});

test('lines that ended are the same objects at each look', () => {
  const terminal = new Terminal();
  terminal.write('a\nb');
  const before = terminal.lines[0];
  terminal.write('c\n');
  expect(terminal.lines[0]).toBe(before);
});
