/** Walking the Origin Private File System, and what its refusals mean. */
import type { StoredFile } from './listing';

/** A file may be replaced between its look-up and its reading. */
const TRIES = 5;

/** @throws DOMException `NotFoundError` unless `create`; `TypeMismatchError` where a part of the path is a file */
export async function directoryAt(
  root: FileSystemDirectoryHandle,
  path: string,
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  let directory = root;
  for (const name of path.split('/').filter(Boolean)) {
    directory = await directory.getDirectoryHandle(name, { create });
  }
  return directory;
}

/** The directory that holds `path`, and the last name in it. */
export async function parentOf(
  root: FileSystemDirectoryHandle,
  path: string,
  create: boolean,
): Promise<[FileSystemDirectoryHandle, string]> {
  const end = path.lastIndexOf('/');
  return [await directoryAt(root, path.slice(0, Math.max(end, 0)), create), path.slice(end + 1)];
}

/** All files below a directory that is at `path`; files that vanish meanwhile are left out. */
export async function filesBelow(
  directory: FileSystemDirectoryHandle,
  path: string,
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const [name, handle] of directory.entries()) {
    const childPath = path === '' ? name : `${path}/${name}`;
    if (handle.kind === 'directory') {
      files.push(...(await filesBelow(handle as FileSystemDirectoryHandle, childPath)));
    } else {
      const file = await (handle as FileSystemFileHandle).getFile().catch(ignoreMissing);
      if (file) files.push({ path: childPath, size: file.size, modified: file.lastModified });
    }
  }
  return files;
}

/** Others change files at any time; what the browser then refuses usually goes well a moment later. */
export async function retry<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const isPassing = ['NotReadableError', 'NotFoundError', 'NoModificationAllowedError'].some(
        (name) => isNamed(error, name),
      );
      if (!isPassing || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * tries * tries));
    }
  }
}

export function ignoreMissing(error: unknown): undefined {
  if (!isNamed(error, 'NotFoundError')) throw error;
}

export function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
