/** Reads the entries of one block; keys are stored without what they share with the key before. */
import { ByteReader } from '#bytes';
import { ValueError } from '#errors';
import type { EntryList } from './entry-list';

const HINT = 'The file is damaged. Make it again, or take a fresh copy.';

/**
 * @param name the block, for messages
 * @param list takes the entries
 * @throws ValueError naming the block, when it is damaged
 */
export function readBlock(block: Uint8Array, name: string, list: EntryList): void {
  const reader = new ByteReader(block.subarray(0, endOfEntries(block, name)), name);
  let key = new Uint8Array(0);
  while (reader.offset < reader.length) {
    const at = reader.offset;
    const shared = reader.varint32();
    const unshared = reader.varint32();
    const valueLength = reader.varint32();
    if (shared > key.length) {
      throw badEntry(name, at, `shares ${shared} bytes of a key of ${key.length}`);
    }
    key = joined(key.subarray(0, shared), reader.take(unshared));
    const problem = list.add({ key, value: reader.take(valueLength) });
    if (problem !== undefined) throw badEntry(name, at, problem);
  }
}

/** Where the places of the whole keys are listed, which serve a search and not who reads all entries. */
function endOfEntries(block: Uint8Array, name: string): number {
  const count = block.length < 4 ? 0 : new ByteReader(block, name).at(block.length - 4).uint32LE();
  const end = block.length - 4 - count * 4;
  if (end >= 0) return end;
  throw new ValueError(`bad block contents (${name})`, { place: name, hint: HINT });
}

function joined(start: Uint8Array, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const key = new Uint8Array(start.length + rest.length);
  key.set(start);
  key.set(rest, start.length);
  return key;
}

function badEntry(name: string, at: number, problem: string): ValueError {
  return new ValueError(`bad entry in block (${name}): the entry at byte ${at} ${problem}`, {
    place: name,
    hint: HINT,
  });
}
