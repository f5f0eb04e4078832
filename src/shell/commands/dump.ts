/** Bytes as hexadecimal digits: `xxd`, and `hexdump -C`. */
import type { CommandIO } from '../command';
import { defineTool, UsageError, type Options } from './options';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const printable = (byte: number) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.');

const XXD = { name: 'xxd', onMisuse: 1, flags: 'pu', values: 'lscg' };

export const xxd = defineTool(XXD, async (options, io) => {
  const all = await contentOf('xxd', options, io);
  if (!all) return 2;
  const start = Math.min(numberOf(options, 's') ?? 0, all.length);
  const end = Math.min(start + (numberOf(options, 'l') ?? Infinity), all.length);
  const bytes = all.subarray(start, end);
  if (options.has('p')) io.stdout(plain(bytes, numberOf(options, 'c') ?? 30));
  else {
    const columns = numberOf(options, 'c') || 16;
    const groups = numberOf(options, 'g') ?? 2;
    const text = lines(bytes, columns, (row, at) => xxdLine(row, start + at, columns, groups));
    io.stdout(options.has('u') ? upper(text) : text);
  }
  return 0;
});

const HEXDUMP = { name: 'hexdump', onMisuse: 1, flags: 'Cv', values: 'ns' };

export const hexdump = defineTool(HEXDUMP, async (options, io) => {
  if (!options.has('C')) throw new UsageError('hexdump: here it is always hexdump -C\n');
  const all = await contentOf('hexdump', options, io);
  if (!all) return 1;
  const start = Math.min(numberOf(options, 's') ?? 0, all.length);
  const end = Math.min(start + (numberOf(options, 'n') ?? Infinity), all.length);
  const text = lines(all.subarray(start, end), 16, (row, at) => canonicalLine(row, start + at));
  io.stdout(options.has('v') ? text : squeeze(text));
  if (end > start) io.stdout(`${hex(end, 8)}\n`);
  return 0;
});

async function contentOf(
  tool: string,
  { operands }: Options,
  { files, stdin, stderr }: CommandIO,
): Promise<Uint8Array | undefined> {
  const [name = '-'] = operands;
  if (name === '-') return stdin;
  try {
    return await files.read(name);
  } catch (error) {
    stderr(`${tool}: ${name}: ${(error as Error).message}\n`);
    return undefined;
  }
}

/** Decimal, `0x…` or octal. @throws UsageError */
function numberOf(options: Options, letter: string): number | undefined {
  const text = options.value(letter);
  if (text === undefined) return undefined;
  const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(`option -${letter}: '${text}' is no number of bytes\n`);
}

function lines(
  bytes: Uint8Array,
  columns: number,
  line: (row: Uint8Array, at: number) => string,
): string {
  const text: string[] = [];
  for (let at = 0; at < bytes.length; at += columns) {
    text.push(line(bytes.subarray(at, at + columns), at));
  }
  return text.map((each) => `${each}\n`).join('');
}

function xxdLine(row: Uint8Array, at: number, columns: number, groups: number): string {
  const size = groups || columns;
  const digits = Array.from(row, (byte, i) => hex(byte, 2) + ((i + 1) % size === 0 ? ' ' : ''));
  const width = 2 * columns + Math.ceil(columns / size);
  const text = Array.from(row, printable).join('');
  return `${hex(at, 8)}: ${digits.join('').padEnd(width)} ${text}`;
}

function plain(bytes: Uint8Array, columns: number): string {
  return lines(bytes, columns || Infinity, (row) => Array.from(row, (b) => hex(b, 2)).join(''));
}

/** Digits only: addresses and text stay as they are. */
function upper(text: string): string {
  return text.replace(/^(.{8}: )(.*?)(  .*)$/gm, (_, address, digits, rest) => {
    return `${address}${(digits as string).toUpperCase()}${rest}`;
  });
}

function canonicalLine(row: Uint8Array, at: number): string {
  const digits = Array.from(row, (byte, i) => hex(byte, 2) + (i === 7 ? '  ' : ' '));
  return `${hex(at, 8)}  ${digits.join('').padEnd(50)}|${Array.from(row, printable).join('')}|`;
}

/** A line that repeats the one before is left out, with a `*` for all of them. */
function squeeze(text: string): string {
  const squeezed: string[] = [];
  let before = '';
  for (const line of text.split('\n')) {
    const content = line.slice(10);
    if (content !== before || content === '') squeezed.push(line);
    else if (squeezed.at(-1) !== '*') squeezed.push('*');
    before = content;
  }
  return squeezed.join('\n');
}
