import type { NDArray } from '#tensor';
import { ForeignFeature, Hdf5File } from './file';
import { readDataset } from './read-dataset';
import { readGroup } from './read-group';
import { readObject, type Messages } from './read-object';
import { MESSAGE, SIGNATURE, UNDEFINED_ADDRESS, type Hdf5Tree } from './schema';

/** Groups inside groups; Keras nests a dozen at most. */
const MAX_DEPTH = 24;

/**
 * Reads HDF5 as h5py writes it by default and as our writer does.
 * @throws ForeignFeature for sound HDF5 of another kind; ValueError for damaged files
 */
export function readNative(bytes: Uint8Array, name: string): Hdf5Tree {
  const file = new Hdf5File(bytes, name);
  const walk: Walk = { file, tree: new Map(), datasets: new Map() };
  const root = readObject(file, readSuperblock(file));
  if (!root.has(MESSAGE.symbolTable)) throw file.damaged('its root is not a group');
  readMembers(walk, root, '', 0);
  return walk.tree;
}

interface Walk {
  readonly file: Hdf5File;
  readonly tree: Map<string, Map<string, NDArray>>;
  /** By header address: a dataset with two names is read once. */
  readonly datasets: Map<number, NDArray>;
}

/** @returns the address of the root group's header */
function readSuperblock(file: Hdf5File): number {
  const block = file.at(0);
  if (file.length < 8 || SIGNATURE.some((byte) => byte !== block.uint8())) {
    throw file.damaged('it does not begin as an HDF5 file does');
  }
  const version = block.uint8();
  if (version === 2 || version === 3) throw new ForeignFeature(`superblock version ${version}`);
  if (version > 3) throw file.damaged(`superblock version ${version} does not exist`);
  block.skip(4);
  const addressSize = block.uint8();
  const lengthSize = block.uint8();
  if (addressSize !== 8 || lengthSize !== 8) throw new ForeignFeature('addresses of odd sizes');
  block.skip(9 + (version === 1 ? 4 : 0));
  if (block.uint64LE() !== 0) throw new ForeignFeature('a base address');
  block.skip(8);
  const end = block.uint64LE();
  if (end !== UNDEFINED_ADDRESS && end > file.length) {
    throw file.damaged(`it is cut short, ${file.length} of ${end} bytes are there`);
  }
  block.skip(16);
  return block.uint64LE();
}

function readMembers(walk: Walk, group: Messages, path: string, depth: number): void {
  const { file, tree, datasets } = walk;
  if (depth > MAX_DEPTH) throw file.damaged(`groups are nested deeper than ${MAX_DEPTH}`);
  if (tree.has(path)) throw file.damaged(`group "${path}" comes twice`);
  const members = new Map<string, NDArray>();
  tree.set(path, members);
  for (const { name, header } of readGroup(file, group.get(MESSAGE.symbolTable)!)) {
    if (name === '' || name.includes('/')) throw file.damaged(`"${path}" holds the name "${name}"`);
    const childPath = path === '' ? name : `${path}/${name}`;
    const known = datasets.get(header);
    const messages = known ? undefined : readObject(file, header);
    if (messages?.has(MESSAGE.symbolTable)) {
      readMembers(walk, messages, childPath, depth + 1);
      continue;
    }
    const array = known ?? readDataset(file, messages!, childPath);
    if (members.has(name)) throw file.damaged(`dataset "${childPath}" comes twice`);
    datasets.set(header, array);
    members.set(name, array);
  }
}
