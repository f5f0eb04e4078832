import type { EjectedFile } from '#protocol';
import type { Workspace } from '#workspace';

/** Packs an ejected container, with the files of the workspace that belong to it. @throws FileNotFoundError */
export async function zipEjected(
  workspace: Workspace,
  files: readonly EjectedFile[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { writeZip } = await import('#containers/zip');
  const members: [string, Uint8Array][] = [];
  for (const file of files) members.push([file.path, await bytesOf(workspace, file)]);
  const now = new Date();
  return writeZip(members, { compress: true, modified: () => now });
}

async function bytesOf(workspace: Workspace, file: EjectedFile): Promise<Uint8Array> {
  if ('copyOf' in file) return workspace.read(file.copyOf);
  return 'text' in file ? new TextEncoder().encode(file.text) : file.bytes;
}
