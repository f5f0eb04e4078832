/** What files held before a change, so that it can be taken back. */
import type { Workspace } from '#workspace';

export interface FileBefore {
  readonly path: string;
  /** Undefined = the file was not there. */
  readonly bytes: Uint8Array | undefined;
}

export type FilesBefore = readonly FileBefore[];

export async function rememberFiles(
  workspace: Workspace,
  paths: readonly string[],
): Promise<FilesBefore> {
  const before: FileBefore[] = [];
  for (const path of paths) {
    const isThere = await workspace.exists(path);
    before.push({ path, bytes: isThere ? await workspace.read(path) : undefined });
  }
  return before;
}

export async function restoreFiles(workspace: Workspace, before: FilesBefore): Promise<void> {
  for (const { path, bytes } of before) {
    if (bytes) await workspace.write(path, bytes);
    else if (await workspace.exists(path)) await workspace.remove(path);
  }
}
