/** HDF5 beyond our own reader, through the HDF5 library itself (h5wasm, loaded when first needed). */
import { PythonError, ValueError } from '#errors';
import { DTYPES, NDArray, sizeOf } from '#tensor';
import type { Dataset, Group } from 'h5wasm';
import { toDType } from './read-dataset';
import type { Hdf5Tree } from './schema';

const MAX_DEPTH = 24;
/** Compressed datasets may inflate to so much, or to so many times the file. */
const MAX_INFLATED_BYTES = 64 * 2 ** 20;
const MAX_RATIO = 20;
/** Each takes the library some time, whatever it holds. */
const MAX_OBJECTS = 6000;

interface Walk {
  readonly name: string;
  readonly tree: Map<string, Map<string, NDArray>>;
  objectsLeft: number;
  /** Of what is stored as it is, of which no byte counts twice. */
  plainLeft: number;
  inflatedLeft: number;
}

/**
 * @param feature what our own reader met, for messages
 * @throws ValueError when the library cannot read it, or when it would inflate without measure
 */
export async function readForeign(
  bytes: Uint8Array,
  name: string,
  feature: string,
): Promise<Hdf5Tree> {
  const { ready, File } = await import('h5wasm');
  const { FS, activate_throwing_error_handler: throwInsteadOfPrinting } = await ready;
  throwInsteadOfPrinting();
  const path = '/foreign.h5';
  FS.writeFile(path, bytes);
  try {
    const file = new File(path, 'r');
    try {
      return readFile(file, bytes.length, name);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof PythonError) throw error;
    throw new ValueError(`${name} (HDF5 with ${feature}) cannot be read: ${reasonOf(error)}.`, {
      place: name,
      hint: 'The file is damaged, or uses storage that is not built in here. Save it again with h5py defaults.',
      cause: error,
    });
  } finally {
    FS.unlink(path);
  }
}

/** The innermost line of the library's error stack (`  #006: file.c line 577 in f(): truncated file: …`). */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = [...text.matchAll(/#\d+: .*?\(\): (.*)/g)];
  return lines.at(-1)?.[1] ?? text;
}

function readFile(root: Group, length: number, name: string): Hdf5Tree {
  const walk: Walk = {
    name,
    tree: new Map(),
    objectsLeft: Math.min(MAX_OBJECTS, length / 8),
    plainLeft: length,
    inflatedLeft: Math.max(MAX_INFLATED_BYTES, MAX_RATIO * length),
  };
  readGroup(walk, root, '', 0);
  return walk.tree;
}

function readGroup(walk: Walk, group: Group, path: string, depth: number): void {
  if (depth > MAX_DEPTH) throw refused(walk, path, `is nested deeper than ${MAX_DEPTH} groups`);
  const members = new Map<string, NDArray>();
  walk.tree.set(path, members);
  for (const name of group.keys()) {
    const childPath = path === '' ? name : `${path}/${name}`;
    if (walk.objectsLeft-- <= 0) throw refused(walk, childPath, 'is one object too many');
    const child = group.get(name);
    const type = child && 'type' in child ? String(child.type) : 'nothing';
    if (type === 'Group') readGroup(walk, child as Group, childPath, depth + 1);
    else if (type === 'Dataset') members.set(name, readDataset(walk, child as Dataset, childPath));
    else throw refused(walk, childPath, `is a ${type}, which Keras does not write`);
  }
}

/** By HDF5 datatype class; only the first two are numbers. bfloat16 comes as `opaque16`. */
const KINDS = 'int float time string bitfield opaque compound reference enum vlen array'.split(' ');

function readDataset(walk: Walk, dataset: Dataset, path: string): NDArray {
  const { metadata } = dataset;
  const shape = metadata.shape;
  if (!shape) throw refused(walk, path, 'has no shape');
  const kind = KINDS[metadata.type] ?? 'unknown';
  const sign = kind === 'int' && !metadata.signed ? 'u' : '';
  const dtype = toDType(`${sign}${kind}${metadata.size * 8}`, walk.name, path);
  const size = sizeOf(shape);
  const bytes = size * DTYPES[dtype].bytes;
  if (dataset.filters.length === 0) walk.plainLeft -= bytes;
  else walk.inflatedLeft -= bytes;
  if (walk.plainLeft < 0 || walk.inflatedLeft < 0)
    throw refused(walk, path, 'would inflate to far more than the file holds');
  if (!metadata.littleEndian) throw refused(walk, path, 'is big-endian');
  const value = dataset.value;
  const { array } = DTYPES[dtype];
  if (value instanceof array) return new NDArray(value, shape, dtype);
  if (shape.length > 0) throw refused(walk, path, 'does not read as numbers');
  const data = new array(1);
  data[0] = value as number;
  return new NDArray(data, shape, dtype);
}

function refused(walk: Walk, path: string, problem: string): ValueError {
  return new ValueError(`${walk.name}: "${path}" ${problem}.`, {
    place: path,
    hint: 'Save the model again with Keras, or copy its weights into a file with h5py defaults.',
  });
}
