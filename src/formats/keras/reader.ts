import { readHdf5 } from '#containers/hdf5';
import { ZipError, readZip } from '#containers/zip';
import { KeyError, NotImplementedError, ValueError } from '#errors';
import { parseMember, toKerasObject, toMetadata } from './json';
import type { KerasArchive, KerasMetadata } from './schema';
import { toWeightTree } from './weights';

type Members = ReadonlyMap<string, Uint8Array>;

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';
const NPZ_WEIGHTS = 'model.weights.npz';

/**
 * Reads a `.keras` archive of any Keras 3 into plain data; no layer is made.
 * @param filename for messages, as the learner wrote it
 * @throws ValueError, KeyError, TypeError: Keras's own for the same file where it has one, naming archive and member
 */
export async function readKerasArchive(bytes: Uint8Array, filename: string): Promise<KerasArchive> {
  const members = await unpack(bytes, filename);
  const config = members.get(CONFIG);
  if (!config) {
    throw new KeyError(`There is no item named '${CONFIG}' in the archive`, {
      place: filename,
      hint: `${filename} holds ${listed(members)}. A model saved with model.save() holds ${CONFIG} at its top level.`,
    });
  }
  const object = toKerasObject(parseMember(config, filename, CONFIG), filename);
  const weights = weightsMember(members, filename);
  const tree = await readHdf5(weights, `${filename}: ${WEIGHTS}`);
  return {
    metadata: readMetadata(members, filename),
    config: object,
    weights: toWeightTree(tree, filename),
  };
}

async function unpack(bytes: Uint8Array, filename: string): Promise<Members> {
  try {
    return await readZip(bytes, { name: filename });
  } catch (error) {
    if (!(error instanceof ZipError) || error.code !== 'not-zip') throw error;
    throw new ValueError(
      `File not found: filepath=${filename}. Please ensure the file is an accessible \`.keras\` zip file.`,
      {
        place: filename,
        hint: `The file is there (${bytes.length} bytes), but it is no zip archive or its end is missing. Save it again, or take a fresh copy.`,
        cause: error,
      },
    );
  }
}

function weightsMember(members: Members, filename: string): Uint8Array {
  const weights = members.get(WEIGHTS);
  if (weights) return weights;
  if (members.has(NPZ_WEIGHTS)) {
    throw new NotImplementedError(`${filename}: ${NPZ_WEIGHTS} cannot be read here.`, {
      place: NPZ_WEIGHTS,
      hint: `Load the model in Python and save it again: model.save() writes ${WEIGHTS}.`,
    });
  }
  throw new ValueError(`Expected a ${WEIGHTS} or ${NPZ_WEIGHTS} file.`, {
    place: filename,
    hint: `${filename} holds ${listed(members)}. Save the model again with model.save().`,
  });
}

function readMetadata(members: Members, filename: string): KerasMetadata | undefined {
  const bytes = members.get(METADATA);
  return bytes && toMetadata(parseMember(bytes, filename, METADATA));
}

function listed(members: Members): string {
  const names = [...members.keys()];
  return names.length === 0 ? 'no files' : names.slice(0, 5).join(', ');
}
