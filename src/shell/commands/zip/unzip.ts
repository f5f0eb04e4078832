/** Info-ZIP's `unzip`: lists, prints, tests and unpacks archives, in its words. */
import { listZip, readZip, ZipError, type ZipListing } from '#containers/zip';
import type { CommandIO } from '../../command';
import { matchesGlob } from '../glob';
import { defineTool, UsageError, type Options } from '../options';
import { extract } from './extract';
import { longList, shortList } from './lists';

const OK = 0;
const USAGE = 10;
const NOT_MATCHED = 11;
const NO_ARCHIVE = 9;
const BAD_ARCHIVE = 3;

export interface Archive {
  /** As it was found: with `.zip` if that was left out. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Members that were asked for. */
  readonly members: readonly ZipListing[];
}

const SPEC = { name: 'unzip', onMisuse: USAGE, flags: 'lvptqonjZ1', values: 'd' };

export const unzip = defineTool(SPEC, async (options, io) => {
  try {
    return await run(options, io);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    io.stderr(`unzip:  ${error.message}\n`);
    return BAD_ARCHIVE;
  }
});

async function run(options: Options, io: CommandIO): Promise<number> {
  const [given, ...patterns] = options.operands;
  if (given === undefined) {
    throw new UsageError('Usage: unzip [-lvptqonj] file[.zip] [list] [-d exdir]\n');
  }
  const found = await find(given, io);
  if (!found) {
    io.stderr(`unzip:  cannot find or open ${given}, ${given}.zip or ${given}.ZIP.\n`);
    return NO_ARCHIVE;
  }
  const listings = await list(found, options, io);
  if (!listings) return NO_ARCHIVE;
  const isWanted = ({ name }: ZipListing) =>
    patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern, name));
  const archive = { ...found, members: listings.filter(isWanted) };
  const status = await perform(archive, options, io);
  if (status !== OK) return status;
  const missing = patterns.filter(
    (pattern) => !listings.some(({ name }) => matchesGlob(pattern, name)),
  );
  if (!['l', 'v', 'Z'].some((letter) => options.has(letter))) {
    for (const pattern of missing) io.stderr(`caution: filename not matched:  ${pattern}\n`);
  }
  return missing.length > 0 ? NOT_MATCHED : OK;
}

async function find(
  given: string,
  { files }: CommandIO,
): Promise<Omit<Archive, 'members'> | undefined> {
  for (const name of [given, `${given}.zip`, `${given}.ZIP`]) {
    const stat = await files.stat(name).catch(() => undefined);
    if (stat?.kind === 'file') return { name, bytes: await files.read(name) };
  }
  return undefined;
}

/** Undefined, and said why, for what is no archive. */
async function list(
  { name, bytes }: Omit<Archive, 'members'>,
  options: Options,
  { stdout, stderr }: CommandIO,
): Promise<ZipListing[] | undefined> {
  const isQuiet = ['p', 'q', 'Z'].some((letter) => options.has(letter));
  if (!isQuiet) stdout(`Archive:  ${name}\n`);
  try {
    return await listZip(bytes, name);
  } catch (error) {
    if (!(error instanceof ZipError) || error.code !== 'not-zip') throw error;
    stderr(noDirectory(name));
    return undefined;
  }
}

async function perform(archive: Archive, options: Options, io: CommandIO): Promise<number> {
  const { members } = archive;
  if (options.has('Z')) io.stdout(members.map(({ name }) => `${name}\n`).join(''));
  else if (options.has('v')) io.stdout(longList(members));
  else if (options.has('l')) io.stdout(shortList(members));
  else if (options.has('p')) await print(archive, io);
  else if (options.has('t')) await test(archive, options, io);
  else return extract(archive, options, io);
  return OK;
}

async function print({ name, bytes, members }: Archive, { stdout }: CommandIO): Promise<void> {
  if (members.length === 0) return;
  const contents = await readZip(bytes, { name });
  for (const member of members) stdout(contents.get(member.name) ?? '');
}

async function test(
  { name, bytes, members }: Archive,
  options: Options,
  { stdout }: CommandIO,
): Promise<void> {
  await readZip(bytes, { name });
  for (const member of members) {
    if (!options.has('q')) stdout(`    testing: ${padBytes(member.name)}   OK\n`);
  }
  stdout(`No errors detected in compressed data of ${name}.\n`);
}

/** To 22 bytes, as C's printf does. */
export function padBytes(name: string): string {
  return name + ' '.repeat(Math.max(0, 22 - new TextEncoder().encode(name).length));
}

function noDirectory(name: string): string {
  return [
    '  End-of-central-directory signature not found.  Either this file is not',
    '  a zipfile, or it constitutes one disk of a multi-part archive.  In the',
    '  latter case the central directory and zipfile comment will be found on',
    '  the last disk(s) of this archive.',
    `unzip:  cannot find zipfile directory in one of ${name} or`,
    `        ${name}.zip, and cannot find ${name}.ZIP, period.`,
    '',
  ].join('\n');
}
