/** What `unzip` does without -l, -p or -t: unpacks the members into a directory. */
import { readZip, type ZipListing } from '#containers/zip';
import type { CommandIO } from '../../command';
import type { Options } from '../options';
import { padBytes, type Archive } from './unzip';

const UNANSWERED = 1;
const STORED = 0;

/** @returns the exit status */
export async function extract(
  { name, bytes, members }: Archive,
  options: Options,
  io: CommandIO,
): Promise<number> {
  if (members.length === 0) return 0;
  const contents = await readZip(bytes, { name });
  for (const member of members) {
    const place = placeOf(member, options);
    if (place === undefined) continue;
    if (member.isDirectory) {
      await makeDirectory(place, options, io);
      continue;
    }
    if (await io.files.exists(place)) {
      if (options.has('n')) continue;
      if (!options.has('o')) return askInVain(place, io);
    }
    await makeParent(place, io);
    await io.files.write(place, contents.get(member.name)!);
    const action = member.method === STORED ? ' extracting' : '  inflating';
    if (!options.has('q')) io.stdout(`${action}: ${padBytes(place)}  \n`);
  }
  return 0;
}

/** Undefined for directories when only files are wanted. */
function placeOf({ name, isDirectory }: ZipListing, options: Options): string | undefined {
  if (isDirectory && options.has('j')) return undefined;
  const path = options.has('j') ? name.slice(name.lastIndexOf('/') + 1) : name;
  const into = options.value('d')?.replace(/\/$/, '');
  return into === undefined ? path : `${into}/${path}`;
}

async function makeDirectory(place: string, options: Options, io: CommandIO): Promise<void> {
  if (await io.files.exists(place)) return;
  await io.files.makeDirectory(place);
  if (!options.has('q')) io.stdout(`   creating: ${place}\n`);
}

async function makeParent(place: string, { files }: CommandIO): Promise<void> {
  const end = place.lastIndexOf('/');
  if (end > 0) await files.makeDirectory(place.slice(0, end));
}

/** Nobody is there to answer: it takes that as a No to this and all others. */
function askInVain(place: string, { stderr }: CommandIO): number {
  stderr(`replace ${place}? [y]es, [n]o, [A]ll, [N]one, [r]ename:  NULL\n`);
  stderr('(EOF or read error, treating as "[N]one" ...)\n');
  return UNANSWERED;
}
