import type { ByteReader } from '#bytes';
import { ForeignFeature, type Hdf5File } from './file';
import { MESSAGE } from './schema';

/** The messages of an object header that matter here, by type. */
export type Messages = ReadonlyMap<number, ByteReader>;

const SHARED = 0x02;
/** What only newer HDF5, or storage that we do not read, puts in a header. */
const FOREIGN: Readonly<Record<number, string>> = {
  [MESSAGE.linkInfo]: 'a new-style group',
  [MESSAGE.link]: 'a new-style group',
  [MESSAGE.groupInfo]: 'a new-style group',
  [MESSAGE.filters]: 'a filter pipeline',
  [MESSAGE.externalFiles]: 'data in external files',
};
const WANTED: ReadonlySet<number> = new Set([
  MESSAGE.dataspace,
  MESSAGE.datatype,
  MESSAGE.layout,
  MESSAGE.symbolTable,
]);

/**
 * Reads a version 1 object header with its continuation blocks.
 * @throws ForeignFeature for version 2 headers and what FOREIGN lists
 */
export function readObject(file: Hdf5File, address: number): Messages {
  const prefix = file.at(address);
  const version = prefix.uint8();
  if (version === 'O'.charCodeAt(0)) {
    prefix.at(address).expect('OHDR', 'object header');
    throw new ForeignFeature('version 2 object headers');
  }
  if (version !== 1) throw file.damaged(`it has no object header at byte ${address}`);
  prefix.skip(1);
  const expected = prefix.uint16LE();
  prefix.skip(4);
  const size = prefix.uint32LE();
  const messages = new Map<number, ByteReader>();
  const blocks = [file.slice(address + 16, size)];
  let seen = 0;
  for (let block = blocks.shift(); block; block = blocks.shift()) {
    while (seen < expected && block.length - block.offset >= 8) {
      seen++;
      const next = readMessage(file, block, messages);
      if (next) blocks.push(next);
    }
  }
  if (seen < expected) throw file.damaged(`the object header at byte ${address} is incomplete`);
  return messages;
}

/** @returns the block that a continuation message points to */
function readMessage(
  file: Hdf5File,
  block: ByteReader,
  messages: Map<number, ByteReader>,
): ByteReader | undefined {
  const type = block.uint16LE();
  const size = block.uint16LE();
  const flags = block.uint8();
  block.skip(3);
  const start = block.offset;
  block.skip(size);
  const body = block.at(start);
  if (type === MESSAGE.continuation) return file.slice(body.uint64LE(), body.uint64LE());
  const foreign = FOREIGN[type];
  if (foreign) throw new ForeignFeature(foreign);
  if (!WANTED.has(type)) return undefined;
  if (flags & SHARED) throw new ForeignFeature('shared header messages');
  if (messages.has(type)) throw file.damaged(`a header message of type ${type} comes twice`);
  messages.set(type, body);
  return undefined;
}
