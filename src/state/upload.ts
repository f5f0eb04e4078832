/** Files from the learner's computer, on their way into the workspace. */
import type { Workspace } from '#workspace';

/** A file that the learner picked or dropped. */
export interface Upload {
  /** Its name or, from a folder, its path from there on: `1/saved_model.pb`. */
  readonly path: string;
  readonly file: Blob;
}

/** Writes a folder that is not there yet in one step, so that nobody sees half of it, and all else file by file. */
export async function writeUploads(
  workspace: Workspace,
  uploads: readonly Upload[],
): Promise<void> {
  for (const [folder, inside] of byFolder(uploads)) {
    if (folder !== '' && !(await workspace.exists(folder))) {
      await workspace.writeDirectory(folder, await readAll(inside, folder));
      continue;
    }
    for (const { path, file } of inside) await workspace.write(path, await bytesOf(file));
  }
}

/** By the first step of their paths; '' for files that are in no folder. */
function byFolder(uploads: readonly Upload[]): ReadonlyMap<string, readonly Upload[]> {
  const folders = new Map<string, Upload[]>();
  for (const upload of uploads) {
    const folder = upload.path.slice(0, Math.max(0, upload.path.indexOf('/')));
    folders.set(folder, [...(folders.get(folder) ?? []), upload]);
  }
  return folders;
}

async function readAll(uploads: readonly Upload[], folder: string) {
  const files = new Map<string, Uint8Array>();
  for (const { path, file } of uploads) {
    files.set(path.slice(folder.length + 1), await bytesOf(file));
  }
  return files;
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
