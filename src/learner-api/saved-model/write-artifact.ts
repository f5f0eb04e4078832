/** A SavedModel's files into a directory of the workspace. */
import { getRuntime } from '../runtime';

/** What a SavedModel consists of; an export replaces these. */
const PARTS = ['saved_model.pb', 'saved_model.pbtxt', 'fingerprint.pb'];
const FOLDERS = ['variables/', 'assets/', 'assets.extra/'];

/**
 * Writes the artifact in one step. As with TensorFlow, whatever else lies in the directory stays: an export to
 * `serving/fashion` does no harm to `serving/fashion/1`.
 *
 * @param files by their paths in the directory
 */
export async function writeArtifact(
  directory: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const others = await othersIn(directory);
  await getRuntime().workspace.writeDirectory(directory, new Map([...others, ...files]));
}

/** The files in the directory that belong to no SavedModel. */
async function othersIn(directory: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const { workspace } = getRuntime();
  const others = new Map<string, Uint8Array>();
  if (!(await workspace.exists(directory))) return others;
  const { path: base, kind } = await workspace.stat(directory);
  if (kind === 'file') return others;
  for (const entry of await workspace.list(base)) {
    const inside = entry.path.slice(base.length + 1);
    if (entry.kind === 'file' && !isPart(inside))
      others.set(inside, await workspace.read(entry.path));
  }
  return others;
}

function isPart(path: string): boolean {
  return PARTS.includes(path) || FOLDERS.some((folder) => path.startsWith(folder));
}
