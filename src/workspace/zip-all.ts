import { writeZip } from '#containers/zip';
import { ValueError } from '#errors';
import type { Workspace } from './workspace';

/**
 * All files below `path` ('' = all, without the app's own state) in one deflated zip archive, named as in the workspace.
 * @throws ValueError when there is nothing to pack
 */
export async function zipWorkspace(
  workspace: Workspace,
  path = '',
): Promise<Uint8Array<ArrayBuffer>> {
  const members: [string, Uint8Array][] = [];
  for (const entry of await workspace.list(path)) {
    if (entry.kind === 'file') members.push([entry.path, await workspace.read(entry.path)]);
  }
  if (members.length === 0) {
    const hint = 'Save a model first: await model.save("fashion.keras").';
    throw new ValueError('There are no files to download.', { hint });
  }
  return writeZip(members, { compress: true });
}
