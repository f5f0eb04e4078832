/** Info-ZIP's `zip`: packs files and directories into an archive, new or there already. */
import { listZip, readZip, writeZip } from '#containers/zip';
import type { CommandIO } from '../../command';
import { defineTool, UsageError, type Options } from '../options';

const USAGE = 16;
const NOTHING = 12;

interface Member {
  readonly bytes: Uint8Array;
  readonly modified: Date;
}

const SPEC = { name: 'zip', onMisuse: USAGE, flags: 'rqj0123456789', long: { recurse: 'r' } };

export const zip = defineTool(SPEC, pack);

async function pack(options: Options, io: CommandIO): Promise<number> {
  const [given, ...paths] = options.operands;
  if (given === undefined || paths.length === 0) {
    throw new UsageError('Usage: zip [-rqj0] zipfile list\n');
  }
  const name = /\.[^/]*$/.test(given) ? given : `${given}.zip`;
  const added = new Map<string, Member>();
  for (const path of paths) await collect(path, options, io, added);
  if (added.size === 0) {
    io.stdout(`\nzip error: Nothing to do! (${name})\n`);
    return NOTHING;
  }
  const old = await readOld(name, io);
  const bytes = await write(new Map([...old, ...added]), options);
  await io.files.write(name, bytes);
  if (!options.has('q')) await report(name, bytes, old, added, io);
  return 0;
}

async function collect(
  path: string,
  options: Options,
  io: CommandIO,
  members: Map<string, Member>,
): Promise<void> {
  const { files } = io;
  const stat = await files.stat(path).catch(() => undefined);
  if (!stat) {
    io.stdout(`\tzip warning: name not matched: ${path}\n`);
    return;
  }
  const { modified } = stat;
  const whole = path.replace(/^(\.?\/)+/, '').replace(/\/$/, '');
  const name = options.has('j') ? whole.slice(whole.lastIndexOf('/') + 1) : whole;
  if (stat.kind === 'file') {
    members.set(name, { bytes: await files.read(path), modified });
    return;
  }
  const isHere = name === '' || name === '.';
  if (!isHere && !options.has('j')) members.set(`${name}/`, { bytes: new Uint8Array(), modified });
  if (!options.has('r')) return;
  for (const child of await files.names(path)) {
    await collect(isHere ? child : `${path.replace(/\/$/, '')}/${child}`, options, io, members);
  }
}

async function readOld(name: string, { files }: CommandIO): Promise<Map<string, Member>> {
  if (!(await files.exists(name))) return new Map();
  const bytes = await files.read(name);
  const times = new Map((await listZip(bytes, name)).map((each) => [each.name, each.modified]));
  const members = await readZip(bytes, { name });
  const member = ([each, content]: [string, Uint8Array]): [string, Member] => [
    each,
    { bytes: content, modified: times.get(each)! },
  ];
  return new Map([...members].map(member));
}

/** What does not get smaller is stored. */
async function write(
  members: ReadonlyMap<string, Member>,
  options: Options,
): Promise<Uint8Array<ArrayBuffer>> {
  const contents = [...members].map(([name, { bytes }]) => [name, bytes] as const);
  const modified = (name: string) => members.get(name)!.modified;
  if (options.has('0')) return writeZip(contents, { modified });
  const all = await writeZip(contents, { compress: true, modified });
  const smaller = (await listZip(all, 'zip')).filter((each) => each.storedBytes < each.bytes);
  const deflated = new Set(smaller.map(({ name }) => name));
  return writeZip(contents, { compress: (name) => deflated.has(name), modified });
}

async function report(
  name: string,
  bytes: Uint8Array,
  old: ReadonlyMap<string, Member>,
  added: ReadonlyMap<string, Member>,
  { stdout }: CommandIO,
): Promise<void> {
  for (const each of await listZip(bytes, name)) {
    if (!added.has(each.name)) continue;
    const action = old.has(each.name) ? 'updating' : '  adding';
    const saved = Math.floor(((200 * (each.bytes - each.storedBytes)) / (each.bytes || 1) + 1) / 2);
    const how = each.method === 0 ? 'stored 0%' : `deflated ${saved}%`;
    stdout(`${action}: ${each.name} (${how})\n`);
  }
}
