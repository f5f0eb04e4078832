import { writeHdf5 } from '#containers/hdf5';
import { writeZip, type WriteZipOptions } from '#containers/zip';
import { stringifyPythonJson } from './python-json';
import type { Json, KerasArchive } from './schema';
import { toHdf5Tree } from './weights';

/**
 * Writes the archive as Keras 3.3.3 lays it out, which every Keras 3 reads: members stored, in Keras's order. The same
 * archive gives the same bytes.
 * @param archive with `metadata` undefined no metadata.json is written; Keras does not miss it
 */
export async function writeKerasArchive(
  archive: KerasArchive,
  options: WriteZipOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const members: [string, Uint8Array][] = [];
  if (archive.metadata) members.push(['metadata.json', encodeJson({ ...archive.metadata })]);
  members.push(['config.json', encodeJson(archive.config)]);
  members.push(['model.weights.h5', writeHdf5(toHdf5Tree(archive.weights))]);
  return writeZip(members, options);
}

function encodeJson(value: Json): Uint8Array {
  return new TextEncoder().encode(stringifyPythonJson(value));
}
