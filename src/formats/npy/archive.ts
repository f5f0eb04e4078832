/** `.npz`: a zip whose members are `.npy` files, named after the keywords of `np.savez`. */
import { readZip, writeZip } from '#containers/zip';
import type { NDArray } from '#tensor';
import { readNpy } from './reader';
import { writeNpy } from './writer';

const SUFFIX = '.npy';

/** The arrays of an archive, by their names without `.npy`; each is read when it is asked for. */
export interface NpzArchive {
  readonly names: readonly string[];
  /** @returns undefined when there is none of this name. @throws ValueError as readNpy does */
  array(name: string): NDArray | undefined;
}

/** @throws ZipError for what is no zip, or a damaged one */
export async function readNpz(bytes: Uint8Array, name: string): Promise<NpzArchive> {
  const members = await readZip(bytes, { name });
  const named = new Map([...members].map(([path, content]) => [nameOf(path), { path, content }]));
  return {
    names: [...named.keys()],
    array: (key) => {
      const member = named.get(key);
      return member && readNpy(member.content, `${name}: ${member.path}`);
    },
  };
}

/** What `np.savez` holds: members stored as they are. */
export function writeNpz(arrays: ReadonlyMap<string, NDArray>): Promise<Uint8Array<ArrayBuffer>> {
  return writeZip([...arrays].map(([name, array]) => [`${name}${SUFFIX}`, writeNpy(array)]));
}

function nameOf(path: string): string {
  return path.endsWith(SUFFIX) ? path.slice(0, -SUFFIX.length) : path;
}
