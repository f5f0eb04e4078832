/**
 * The workspace in the Origin Private File System, shared by all pages and workers of this origin. New bytes are first
 * written to a file of their own below `.slipway/tmp` and then moved over the old ones, so that whoever is killed on
 * the way leaves the old file as it was.
 */
import { findEntry, toEntries, type StoredFile } from './listing';
import { HIDDEN_ROOT, normalizeFilePath, normalizePath, notFound, wrongKind } from './path';
import { Queue } from './queue';
import { isQuotaExceeded, quotaError } from './quota';
import { moveTo, writeWhole } from './replace-file';
import { Watchers } from './watchers';
import type { Workspace, WorkspaceEntry } from './workspace';

const TEMPORARY = `${HIDDEN_ROOT}/tmp`;
/** Who writes that long has been killed. */
const STALE_AFTER_MS = 10 * 60 * 1000;
/** A file may be replaced between its look-up and its reading. */
const TRIES = 5;

export class OpfsWorkspace implements Workspace {
  readonly storage = 'opfs';
  readonly #root: FileSystemDirectoryHandle;
  readonly #queue: Queue;
  readonly #watchers: Watchers;

  /** @param root a directory that nobody else writes to; its name separates workspaces of one origin */
  constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
    this.#queue = new Queue(`${root.name}-file:`);
    this.#watchers = new Watchers(`${root.name}-changes`);
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const normal = normalizeFilePath(path);
    return retry(async () => {
      const handle = await this.#fileHandle(normal, path);
      const file = await handle.getFile();
      return new Uint8Array(await file.arrayBuffer());
    });
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const normal = normalizeFilePath(path);
    try {
      await this.#queue.run(normal, () => retry(() => this.#replace(normal, path, bytes)));
    } catch (error) {
      if (!isQuotaExceeded(error)) throw error;
      throw quotaError(path, bytes.length, await this.#files(), error);
    }
    this.#watchers.tell();
  }

  async remove(path: string): Promise<void> {
    const normal = normalizeFilePath(path.replace(/\/+$/, ''));
    await this.#queue.run(normal, async () => {
      if (!(await this.exists(normal))) throw notFound(path);
      const [parent, name] = await this.#parentOf(normal);
      await retry(() => parent.removeEntry(name, { recursive: true }));
    });
    this.#watchers.tell();
  }

  async exists(path: string): Promise<boolean> {
    return findEntry(await this.#files(), normalizePath(path)) !== undefined;
  }

  async stat(path: string): Promise<WorkspaceEntry> {
    const entry = findEntry(await this.#files(), normalizePath(path));
    if (!entry) throw notFound(path);
    return entry;
  }

  async list(path = '', options: { readonly hidden?: boolean } = {}): Promise<WorkspaceEntry[]> {
    const normal = normalizePath(path);
    const files = await this.#files();
    if (!findEntry(files, normal)) throw notFound(path);
    return toEntries(files, normal, options.hidden ?? false);
  }

  watch(onChange: () => void): () => void {
    return this.#watchers.add(onChange);
  }

  async usage(): Promise<{ used: number; quota: number } | undefined> {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? undefined : { used: usage, quota };
  }

  /** Removes what killed writers left behind; what another page removes at the same time, or still holds, is left. */
  async tidy(): Promise<void> {
    const temporary = await this.#directory(TEMPORARY, true);
    for await (const [name, handle] of temporary.entries()) {
      try {
        const { lastModified } = await (handle as FileSystemFileHandle).getFile();
        if (lastModified < Date.now() - STALE_AFTER_MS) await temporary.removeEntry(name);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
    }
  }

  async #replace(normal: string, path: string, bytes: Uint8Array): Promise<void> {
    const temporary = await this.#directory(TEMPORARY, true);
    const handle = await temporary.getFileHandle(crypto.randomUUID(), { create: true });
    try {
      await writeWhole(handle, bytes);
      const [parent, name] = await this.#makeRoom(normal, path);
      await moveTo(handle, parent, name);
    } catch (error) {
      await temporary.removeEntry(handle.name).catch(ignoreMissing);
      throw error;
    }
  }

  /** Makes the parents, and clears away a directory of this name that holds no file. */
  async #makeRoom(normal: string, path: string): Promise<[FileSystemDirectoryHandle, string]> {
    try {
      const [parent, name] = await this.#parentOf(normal, true);
      const inTheWay = await parent.getDirectoryHandle(name).catch((error: unknown) => {
        if (isNamed(error, 'NotFoundError') || isNamed(error, 'TypeMismatchError'))
          return undefined;
        throw error;
      });
      if (inTheWay) {
        if ((await filesBelow(inTheWay, normal)).length > 0) throw wrongKind(path, true);
        await parent.removeEntry(name, { recursive: true });
      }
      return [parent, name];
    } catch (error) {
      throw isNamed(error, 'TypeMismatchError') ? wrongKind(path, false, error) : error;
    }
  }

  async #files(): Promise<StoredFile[]> {
    const files = await retry(() => filesBelow(this.#root, ''));
    return files.filter((file) => !file.path.startsWith(`${TEMPORARY}/`));
  }

  async #fileHandle(normal: string, path: string): Promise<FileSystemFileHandle> {
    try {
      const [parent, name] = await this.#parentOf(normal);
      return await parent.getFileHandle(name);
    } catch (error) {
      if (isNamed(error, 'NotFoundError')) throw notFound(path, error);
      if (!isNamed(error, 'TypeMismatchError')) throw error;
      throw (await this.exists(normal)) ? wrongKind(path, true, error) : notFound(path, error);
    }
  }

  async #parentOf(normal: string, create = false): Promise<[FileSystemDirectoryHandle, string]> {
    const end = normal.lastIndexOf('/');
    const parent = end < 0 ? this.#root : await this.#directory(normal.slice(0, end), create);
    return [parent, normal.slice(end + 1)];
  }

  async #directory(path: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    let directory = this.#root;
    for (const name of path.split('/')) {
      directory = await directory.getDirectoryHandle(name, { create });
    }
    return directory;
  }
}

async function filesBelow(
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
async function retry<T>(work: () => Promise<T>): Promise<T> {
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

function ignoreMissing(error: unknown): undefined {
  if (!isNamed(error, 'NotFoundError')) throw error;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
