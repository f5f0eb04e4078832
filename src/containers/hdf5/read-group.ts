import { ByteReader } from '#bytes';
import type { Hdf5File } from './file';
import { CACHE } from './schema';

export interface GroupEntry {
  readonly name: string;
  /** Address of the object header. */
  readonly header: number;
}

const GROUP_NODE = 0;
const MAX_NAME_BYTES = 1024;
const ENTRY_SIZE = 40;

/** Reads an old-style group: version 1 B-tree, symbol table nodes, local heap. */
export function readGroup(file: Hdf5File, symbolTable: ByteReader): GroupEntry[] {
  const tree = symbolTable.uint64LE();
  const names = readHeap(file, symbolTable.uint64LE());
  const entries: GroupEntry[] = [];
  readTree(file, tree, undefined, (node) => {
    for (const entry of readSymbolNode(file, node, names)) entries.push(entry);
  });
  return entries;
}

/** Local heap: the segment that holds the group's names. */
function readHeap(file: Hdf5File, address: number): ByteReader {
  const header = file.slice(address, 32);
  header.expect('HEAP', 'local heap');
  header.skip(4);
  const size = header.uint64LE();
  header.skip(8);
  return file.slice(header.uint64LE(), size);
}

function readTree(
  file: Hdf5File,
  address: number,
  expectedLevel: number | undefined,
  visit: (symbolNode: number) => void,
): void {
  const header = file.slice(address, 24);
  header.expect('TREE', 'B-tree node');
  if (header.uint8() !== GROUP_NODE) throw file.damaged('a group is indexed by a wrong B-tree');
  const level = header.uint8();
  if (expectedLevel !== undefined && level !== expectedLevel) {
    throw file.damaged(`the B-tree node at byte ${address} stands on a wrong level`);
  }
  const count = header.uint16LE();
  const children = file.slice(address + 24, count * 16);
  for (let i = 0; i < count; i++) {
    children.skip(8);
    const child = children.uint64LE();
    if (level === 0) visit(child);
    else readTree(file, child, level - 1, visit);
  }
}

function readSymbolNode(file: Hdf5File, address: number, names: ByteReader): GroupEntry[] {
  const header = file.slice(address, 8);
  header.expect('SNOD', 'symbol table node');
  header.skip(2);
  const count = header.uint16LE();
  const entries = file.slice(address + 8, count * ENTRY_SIZE);
  return Array.from({ length: count }, () => {
    const name = readName(names, entries.uint64LE());
    const address = entries.uint64LE();
    const cache = entries.uint32LE();
    entries.skip(20);
    if (cache === CACHE.softLink) {
      throw file.damaged(
        `"${name}" is a soft link, which Keras does not write and we do not follow`,
      );
    }
    return { name, header: address };
  });
}

function readName(names: ByteReader, offset: number): string {
  const length = Math.min(MAX_NAME_BYTES, names.length - offset);
  const reader = new ByteReader(names.at(offset).take(length), names.name);
  return reader.textToNul();
}
