/** `wc` of coreutils. */
import type { CommandIO } from '../command';
import { defineTool } from './options';

/** In the order in which they are printed. */
const COUNTS = ['l', 'w', 'm', 'c', 'L'] as const;
type Count = (typeof COUNTS)[number];

const LONG = { lines: 'l', words: 'w', chars: 'm', bytes: 'c', 'max-line-length': 'L' };
/** Where what is read has no size beforehand. */
const PIPE_WIDTH = 7;

const SPEC = { name: 'wc', onMisuse: 1, flags: 'lwmcL', long: LONG };

export const wc = defineTool(SPEC, async (options, io) => {
  const chosen = COUNTS.filter((count) => options.has(count));
  return await count(chosen.length > 0 ? chosen : ['l', 'w', 'c'], options.operands, io);
});

async function count(
  counts: readonly Count[],
  operands: readonly string[],
  io: CommandIO,
): Promise<number> {
  const width = await widthOf(counts, operands, io);
  const total = counts.map(() => 0);
  let status = 0;
  const print = (numbers: readonly number[], name: string) => {
    const columns = numbers.map((number) => String(number).padStart(width));
    io.stdout(`${[...columns, ...(name ? [name] : [])].join(' ')}\n`);
  };
  for (const name of operands.length > 0 ? operands : ['']) {
    const [bytes, problem] = await contentOf(name, io);
    if (problem) {
      io.stderr(`wc: ${name}: ${problem}\n`);
      status = 1;
    }
    if (!bytes) continue;
    const numbers = countAll(bytes, counts);
    print(numbers, name);
    for (const [i, number] of numbers.entries()) {
      total[i] = counts[i] === 'L' ? Math.max(total[i]!, number) : total[i]! + number;
    }
  }
  if (operands.length > 1) print(total, 'total');
  return status;
}

/** A directory counts as empty, with a complaint. */
async function contentOf(
  name: string,
  { files, stdin }: CommandIO,
): Promise<[bytes: Uint8Array | undefined, problem: string | undefined]> {
  if (name === '' || name === '-') return [stdin, undefined];
  try {
    return [await files.read(name), undefined];
  } catch (error) {
    const { message } = error as Error;
    return [message === 'Is a directory' ? new Uint8Array() : undefined, message];
  }
}

/** Digits of the size of all files together; one number of one file needs no width. */
async function widthOf(
  counts: readonly Count[],
  operands: readonly string[],
  { files }: CommandIO,
): Promise<number> {
  if (operands.length <= 1 && counts.length === 1) return 1;
  if (operands.length === 0) return PIPE_WIDTH;
  let total = 0;
  let minimum = 1;
  for (const name of operands) {
    const stat = name === '-' ? undefined : await files.stat(name).catch(() => undefined);
    if (stat?.kind === 'file') total += stat.size;
    else if (stat || name === '-') minimum = PIPE_WIDTH;
  }
  return Math.max(minimum, String(total).length);
}

function countAll(bytes: Uint8Array, counts: readonly Count[]): number[] {
  let text: string | undefined;
  const read = () => (text ??= new TextDecoder().decode(bytes));
  return counts.map((count) => COUNTERS[count](bytes, read));
}

/** Text is made of the bytes only for those that count in it. */
const COUNTERS: Readonly<Record<Count, (bytes: Uint8Array, read: () => string) => number>> = {
  l: (bytes) => bytes.reduce((count, byte) => count + Number(byte === 0x0a), 0),
  w: (_, read) => read().match(/\S+/g)?.length ?? 0,
  m: (_, read) => [...read()].length,
  c: (bytes) => bytes.length,
  L: (_, read) =>
    read()
      .split('\n')
      .reduce((longest, line) => Math.max(longest, [...line].length), 0),
};
