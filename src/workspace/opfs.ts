/**
 * The workspace in the Origin Private File System, shared by all pages and workers of this origin. New bytes are first
 * written to a file of their own below `.slipway/tmp` and then moved over the old ones, so that whoever is killed on
 * the way leaves the old file as it was. Whole directories go through the journal.
 */
import { Gate } from './gate';
import { DirectoryJournal } from './journal';
import { findEntry, toEntries, type StoredFile } from './listing';
import { directoryAt, filesBelow, ignoreMissing, isNamed, parentOf, retry } from './opfs-tree';
import {
  HIDDEN_ROOT,
  isWithin,
  normalizeFilePath,
  normalizeFiles,
  normalizePath,
  notFound,
  wrongKind,
} from './path';
import { Queue } from './queue';
import { isQuotaExceeded, quotaError } from './quota';
import { moveTo, writeWhole } from './replace-file';
import { Watchers } from './watchers';
import type { Workspace, WorkspaceEntry } from './workspace';

const TEMPORARY = `${HIDDEN_ROOT}/tmp`;
/** Who writes that long has been killed. */
const STALE_AFTER_MS = 10 * 60 * 1000;

export class OpfsWorkspace implements Workspace {
  readonly storage = 'opfs';
  readonly #root: FileSystemDirectoryHandle;
  readonly #queue: Queue;
  readonly #gate: Gate;
  readonly #journal: DirectoryJournal;
  readonly #watchers: Watchers;

  /** @param root a directory that nobody else writes to; its name separates workspaces of one origin */
  constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
    this.#queue = new Queue(`${root.name}-file:`);
    this.#gate = new Gate(`${root.name}-directories`);
    this.#journal = new DirectoryJournal(root);
    this.#watchers = new Watchers(`${root.name}-changes`);
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const normal = normalizeFilePath(path);
    return this.#look((hidden) =>
      retry(async () => {
        if (isBelowAny(hidden, normal)) throw notFound(path);
        const handle = await this.#fileHandle(normal, path);
        const file = await handle.getFile();
        return new Uint8Array(await file.arrayBuffer());
      }),
    );
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const normal = normalizeFilePath(path);
    await this.#withinQuota(path, bytes.length, () =>
      this.#queue.run(normal, () => retry(() => this.#replace(normal, path, bytes))),
    );
    this.#watchers.tell();
  }

  async writeDirectory(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const target = normalizeFilePath(path.replace(/\/+$/, ''));
    const named = normalizeFiles(target, files);
    const size = [...named.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    await this.#withinQuota(path, size, () =>
      this.#queue.run(target, () => this.#replaceDirectory(target, path, named)),
    );
    this.#watchers.tell();
  }

  async remove(path: string): Promise<void> {
    const normal = normalizeFilePath(path.replace(/\/+$/, ''));
    await this.#queue.run(normal, () =>
      this.#change(async () => {
        if (!findEntry(await this.#files(), normal)) throw notFound(path);
        const [parent, name] = await parentOf(this.#root, normal, false);
        await retry(() => parent.removeEntry(name, { recursive: true }));
      }),
    );
    this.#watchers.tell();
  }

  async exists(path: string): Promise<boolean> {
    return findEntry(await this.#visible(), normalizePath(path)) !== undefined;
  }

  async stat(path: string): Promise<WorkspaceEntry> {
    const entry = findEntry(await this.#visible(), normalizePath(path));
    if (!entry) throw notFound(path);
    return entry;
  }

  async list(path = '', options: { readonly hidden?: boolean } = {}): Promise<WorkspaceEntry[]> {
    const normal = normalizePath(path);
    const files = await this.#visible();
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

  /**
   * Completes what killed writers had decided, and removes what else they left behind; what another page removes at the
   * same time, or still holds, is left.
   */
  async tidy(): Promise<void> {
    await this.#look(async () => undefined);
    await this.#journal.discardAbandoned();
    const temporary = await directoryAt(this.#root, TEMPORARY, true);
    for await (const [name, handle] of temporary.entries()) {
      if (handle.kind === 'directory') continue;
      try {
        const { lastModified } = await (handle as FileSystemFileHandle).getFile();
        if (lastModified < Date.now() - STALE_AFTER_MS) await temporary.removeEntry(name);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
    }
  }

  /** @param work gets the directories that are not to be seen, since they could not be completed */
  async #look<T>(work: (hidden: readonly string[]) => Promise<T>): Promise<T> {
    const seen = await this.#gate.look(async () =>
      (await this.#journal.pending()).length === 0 ? { value: await work([]) } : undefined,
    );
    if (seen) return seen.value;
    await this.#gate
      .replace(() => this.#journal.completeAll())
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error;
      });
    return this.#gate.look(async () =>
      work((await this.#journal.pending()).map(({ target }) => target)),
    );
  }

  /** Lets `work` change files once there is nothing left to complete. */
  async #change<T>(work: () => Promise<T>): Promise<T> {
    const done = await this.#gate.look(async () =>
      (await this.#journal.pending()).length === 0 ? { value: await work() } : undefined,
    );
    if (done) return done.value;
    return this.#gate.replace(async () => {
      await this.#journal.completeAll();
      return work();
    });
  }

  async #withinQuota(path: string, size: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isQuotaExceeded(error)) throw error;
      throw quotaError(path, size, await this.#visible(), error);
    }
  }

  async #replace(normal: string, path: string, bytes: Uint8Array): Promise<void> {
    const temporary = await directoryAt(this.#root, TEMPORARY, true);
    const handle = await temporary.getFileHandle(crypto.randomUUID(), { create: true });
    try {
      await writeWhole(handle, bytes);
      await this.#change(async () => {
        const [parent, name] = await this.#makeRoom(normal, path);
        await moveTo(handle, parent, name);
      });
    } catch (error) {
      await temporary.removeEntry(handle.name).catch(ignoreMissing);
      throw error;
    }
  }

  #replaceDirectory(
    target: string,
    path: string,
    files: ReadonlyMap<string, Uint8Array>,
  ): Promise<void> {
    return this.#journal.stage(target, files, (staged) =>
      this.#gate.replace(async () => {
        await this.#journal.completeAll();
        if (findEntry(await this.#files(), target)?.kind === 'file') throw wrongKind(path, false);
        await parentOf(this.#root, target, true).catch((error: unknown) => {
          throw isNamed(error, 'TypeMismatchError') ? wrongKind(path, false, error) : error;
        });
        await this.#journal.commit(staged);
      }),
    );
  }

  /** Makes the parents, and clears away a directory of this name that holds no file. */
  async #makeRoom(normal: string, path: string): Promise<[FileSystemDirectoryHandle, string]> {
    try {
      const [parent, name] = await parentOf(this.#root, normal, true);
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

  /** Of all files, those that are there for others. */
  #visible(): Promise<StoredFile[]> {
    return this.#look(async (hidden) =>
      (await this.#files()).filter(({ path }) => !isBelowAny(hidden, path)),
    );
  }

  async #files(): Promise<StoredFile[]> {
    const files = await retry(() => filesBelow(this.#root, ''));
    return files.filter(({ path }) => !DirectoryJournal.owns(path));
  }

  async #fileHandle(normal: string, path: string): Promise<FileSystemFileHandle> {
    try {
      const [parent, name] = await parentOf(this.#root, normal, false);
      return await parent.getFileHandle(name);
    } catch (error) {
      if (isNamed(error, 'NotFoundError')) throw notFound(path, error);
      if (!isNamed(error, 'TypeMismatchError')) throw error;
      const isThere = findEntry(await this.#files(), normal) !== undefined;
      throw isThere ? wrongKind(path, true, error) : notFound(path, error);
    }
  }
}

function isBelowAny(directories: readonly string[], path: string): boolean {
  return directories.some((directory) => isWithin(directory, path));
}
