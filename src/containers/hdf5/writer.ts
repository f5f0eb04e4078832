/**
 * Writes the HDF5 that h5py writes by default, and no more: superblock 0, symbol-table groups, version 1 object
 * headers, contiguous little-endian datasets, no attributes. The bytes depend on the tree alone.
 */
import { ByteWriter } from '#bytes';
import { PyTypeError } from '#errors';
import { DTYPES, type NDArray } from '#tensor';
import { CACHE, LAYOUT, LEAF_K, MESSAGE, SIGNATURE, type Hdf5Tree } from './schema';
import { encodeDatatype } from './write-datatype';

const ROOT_ENTRY = 56;
const END_OF_FILE = 40;
const ENTRIES_PER_NODE = 2 * LEAF_K;
const SYMBOL_NODE_SIZE = 8 + ENTRIES_PER_NODE * 40;
const DEFAULT_INTERNAL_K = 16;

interface Group {
  readonly groups: Map<string, Group>;
  readonly datasets: ReadonlyMap<string, NDArray>;
}

/** Where an object's header stands; for groups also what its parent's entry repeats. */
interface Written {
  readonly header: number;
  readonly table?: { readonly tree: number; readonly heap: number };
}

/**
 * @param tree parents need not be listed: `layers/dense/vars` makes `layers` and `layers/dense` too
 * @throws TypeError for names that HDF5 cannot hold, or that stand for a group and a dataset
 */
export function writeHdf5(tree: Hdf5Tree): Uint8Array<ArrayBuffer> {
  const root = nest(tree);
  const writer = new ByteWriter(estimateSize(tree));
  const internalK = Math.max(DEFAULT_INTERNAL_K, Math.ceil(mostEntries(root) / (4 * LEAF_K)));
  writeSuperblock(writer, internalK);
  const { header, table } = writeGroup(writer, root, internalK);
  writer.align(8);
  writer.patchUint64LE(END_OF_FILE, writer.length);
  writer.patchUint64LE(ROOT_ENTRY + 8, header);
  writer.patchUint64LE(ROOT_ENTRY + 16, CACHE.group);
  writer.patchUint64LE(ROOT_ENTRY + 24, table!.tree);
  writer.patchUint64LE(ROOT_ENTRY + 32, table!.heap);
  return writer.finish();
}

function nest(tree: Hdf5Tree): Group {
  const root: Group = { groups: new Map(), datasets: tree.get('') ?? new Map() };
  for (const [path, datasets] of tree) {
    if (path === '') continue;
    let group = root;
    const parts = path.split('/');
    for (const [depth, name] of parts.entries()) {
      checkName(name, path);
      let child = group.groups.get(name);
      if (!child) {
        const childPath = parts.slice(0, depth + 1).join('/');
        child = { groups: new Map(), datasets: tree.get(childPath) ?? new Map() };
        group.groups.set(name, child);
      }
      group = child;
    }
    for (const name of datasets.keys()) checkName(name, path);
  }
  checkUnique(root, '');
  return root;
}

function checkName(name: string, path: string): void {
  if (name === '' || name === '.' || /[/\0]/.test(name)) {
    throw new PyTypeError(`HDF5 cannot hold the name ${JSON.stringify(name)} (in "${path}").`, {
      place: path,
      hint: 'Names must not be empty, ".", or contain "/" or NUL.',
    });
  }
}

function checkUnique(group: Group, path: string): void {
  for (const [name, child] of group.groups) {
    const childPath = `${path}/${name}`;
    if (group.datasets.has(name)) {
      throw new PyTypeError(`"${childPath}" is a group and a dataset at once.`, {
        place: childPath,
      });
    }
    checkUnique(child, childPath);
  }
}

function mostEntries(group: Group): number {
  const counts = [...group.groups.values()].map(mostEntries);
  return Math.max(group.groups.size + group.datasets.size, ...counts);
}

/** Generous, so that the buffer is made once. */
function estimateSize(tree: Hdf5Tree): number {
  let size = 4096;
  for (const [path, datasets] of tree) {
    size += 2048 * path.split('/').length;
    for (const array of datasets.values()) size += array.size * DTYPES[array.dtype].bytes + 320;
  }
  return size;
}

/** Version 0; the addresses that are not known yet are patched in at the end. */
function writeSuperblock(writer: ByteWriter, internalK: number): void {
  writer.bytes(SIGNATURE).uint8(0, 0, 0, 0, 0, 8, 8, 0);
  writer.uint16LE(LEAF_K).uint16LE(internalK).zeros(12);
  writeUndefined(writer).zeros(8);
  writeUndefined(writer).zeros(40);
}

function writeUndefined(writer: ByteWriter): ByteWriter {
  return writer.uint32LE(0xffffffff).uint32LE(0xffffffff);
}

function writeDataset(writer: ByteWriter, array: NDArray): Written {
  const { data } = array;
  writer.align(8);
  const address = writer.length;
  writer.bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).align(8);
  const space = new ByteWriter(64).uint8(1, array.ndim, 0, 0).zeros(4);
  for (const size of array.shape) space.uint64LE(size);
  const layout = new ByteWriter(24).uint8(3, LAYOUT.contiguous);
  if (data.byteLength === 0) writeUndefined(layout);
  else layout.uint64LE(address);
  const fillValue = Uint8Array.of(2, 2, 2, 1, 0, 0, 0, 0);
  return {
    header: writeHeader(writer, [
      [MESSAGE.dataspace, space.finish()],
      [MESSAGE.datatype, encodeDatatype(array.dtype)],
      [0x05, fillValue],
      [MESSAGE.layout, layout.uint64LE(data.byteLength).finish()],
    ]),
  };
}

/** Object header, version 1. */
function writeHeader(writer: ByteWriter, messages: readonly [number, Uint8Array][]): number {
  const body = new ByteWriter(256);
  for (const [type, data] of messages) {
    const padded = Math.ceil(data.length / 8) * 8;
    body.uint16LE(type).uint16LE(padded).zeros(4).bytes(data).align(8);
  }
  writer.align(8);
  const address = writer.length;
  writer.uint8(1, 0).uint16LE(messages.length).uint32LE(1).uint32LE(body.length).zeros(4);
  writer.bytes(body.finish());
  return address;
}

/** Writes what is in the group, then its names, its entries and their index, then its header. */
function writeGroup(writer: ByteWriter, group: Group, internalK: number): Written {
  const children: { name: Uint8Array; written: Written; offset: number }[] = [];
  const encoder = new TextEncoder();
  for (const [name, child] of group.groups) {
    const written = writeGroup(writer, child, internalK);
    children.push({ name: encoder.encode(name), written, offset: 0 });
  }
  for (const [name, array] of group.datasets) {
    const written = writeDataset(writer, array);
    children.push({ name: encoder.encode(name), written, offset: 0 });
  }
  children.sort((a, b) => compareBytes(a.name, b.name));
  const names = new ByteWriter().zeros(8);
  for (const child of children) {
    child.offset = names.length;
    names.bytes(child.name).zeros(1).align(8);
  }
  const heap = writeHeap(writer, names.finish());
  const tree = writeTree(writer, children, internalK);
  const table = new ByteWriter(16).uint64LE(tree).uint64LE(heap).finish();
  const header = writeHeader(writer, [[MESSAGE.symbolTable, table]]);
  return { header, table: { tree, heap } };
}

/** Local heap: header, then the names. */
function writeHeap(writer: ByteWriter, names: Uint8Array): number {
  const noFreeBlock = 1;
  writer.align(8);
  const address = writer.length;
  writer.ascii('HEAP').zeros(4).uint64LE(names.length).uint64LE(noFreeBlock);
  writer.uint64LE(address + 32).bytes(names);
  return address;
}

type Entries = readonly { readonly written: Written; readonly offset: number }[];

/** Version 1 B-tree of one level: symbol table nodes, then the node that lists them. */
function writeTree(writer: ByteWriter, entries: Entries, internalK: number): number {
  const keysAndChildren = new ByteWriter().uint64LE(0);
  let nodes = 0;
  for (let start = 0; start < entries.length; start += ENTRIES_PER_NODE, nodes++) {
    const part = entries.slice(start, start + ENTRIES_PER_NODE);
    const address = writeSymbolNode(writer, part);
    keysAndChildren.uint64LE(address).uint64LE(part.at(-1)!.offset);
  }
  writer.align(8);
  const address = writer.length;
  const size = 24 + 8 * (2 * internalK) + 8 * (2 * internalK + 1);
  writer.ascii('TREE').uint8(0, 0).uint16LE(nodes);
  writeUndefined(writeUndefined(writer));
  writer.bytes(keysAndChildren.finish()).zeros(address + size - writer.length);
  return address;
}

function writeSymbolNode(writer: ByteWriter, entries: Entries): number {
  writer.align(8);
  const address = writer.length;
  writer.ascii('SNOD').uint8(1, 0).uint16LE(entries.length);
  for (const { written, offset } of entries) {
    const { table } = written;
    writer.uint64LE(offset).uint64LE(written.header);
    writer.uint32LE(table ? CACHE.group : CACHE.none).zeros(4);
    writer.uint64LE(table?.tree ?? 0).uint64LE(table?.heap ?? 0);
  }
  writer.zeros(address + SYMBOL_NODE_SIZE - writer.length);
  return address;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
