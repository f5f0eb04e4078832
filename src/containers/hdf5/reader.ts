import { ForeignFeature } from './file';
import { readNative } from './read-native';
import type { Hdf5Tree } from './schema';

/**
 * Reads every group and every numeric dataset; attributes are left out.
 * @param name the file's name, for messages
 * @throws ValueError for damaged files, NotImplementedError for element types that have no typed array
 */
export async function readHdf5(bytes: Uint8Array, name: string): Promise<Hdf5Tree> {
  try {
    return readNative(bytes, name);
  } catch (error) {
    if (!(error instanceof ForeignFeature)) throw error;
    const { readForeign } = await import('./read-foreign');
    return readForeign(bytes, name, error.message);
  }
}
