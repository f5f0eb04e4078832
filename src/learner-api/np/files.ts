/** `np.save` and `np.load`: arrays as NumPy's own files, in the workspace. */
import { NotImplementedError } from '#errors';
import type { NDArray } from '#tensor';
import { getRuntime } from '../runtime';
import { asArray, type ArrayLike } from './arguments';

/**
 * `np.save(file, arr)`: writes a `.npy` file, which every NumPy reads. `.npy` is added to a name without it.
 *
 * @throws QuotaError
 */
export async function save(file: string, arr: ArrayLike): Promise<void> {
  const { writeNpy } = await import('#formats/npy');
  const path = file.endsWith('.npy') ? file : `${file}.npy`;
  await getRuntime().workspace.write(path, writeNpy(asArray(arr)));
}

/**
 * `np.load(file)`: the array in a `.npy` file.
 *
 * @throws FileNotFoundError, ValueError for a damaged file, NotImplementedError for an archive of several arrays
 */
export async function load(file: string): Promise<NDArray> {
  const { readNpy } = await import('#formats/npy');
  const bytes = await getRuntime().workspace.read(file);
  if (bytes[0] === ZIP[0] && bytes[1] === ZIP[1]) {
    throw new NotImplementedError(
      `np.load of ${file}: archives of arrays (.npz) are not read here.`,
      {
        place: file,
        hint: 'In Python, save each array on its own: np.save(path, array).',
      },
    );
  }
  return readNpy(bytes, file);
}

/** What every zip archive begins with. */
const ZIP = new TextEncoder().encode('PK');
