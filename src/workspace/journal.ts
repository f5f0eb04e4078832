/**
 * Replaces whole directories of the Origin Private File System, which has no such step of its own.
 *
 * New files are staged below `.slipway/tmp/<id>`, numbered. A marker `.slipway/pending/<id>` then says where they belong:
 * it appears in one step, and from there on the directory is the new one, whatever happens. Moving the files to their
 * places can be begun anew any number of times, by anybody; a staged folder without a marker is rubbish.
 *
 * Callers keep readers away from `commit` and `completeAll`, and hide the targets that `pending` names.
 */
import { HIDDEN_ROOT, isWithin } from './path';
import { moveTo, writeWhole } from './replace-file';
import { directoryAt, ignoreMissing, parentOf, retry } from './opfs-tree';

const TEMPORARY = `${HIDDEN_ROOT}/tmp`;
const PENDING = `${HIDDEN_ROOT}/pending`;
const MARKER = 'marker';

/** What a marker says. */
interface Replacement {
  readonly target: string;
  /** Paths in the target; the index is the staged file's name. */
  readonly files: readonly string[];
}

export interface Pending extends Replacement {
  readonly id: string;
}

export class DirectoryJournal {
  readonly #root: FileSystemDirectoryHandle;

  constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
  }

  /** Whether a path is the journal's own, or another unfinished file. */
  static owns(path: string): boolean {
    return isWithin(TEMPORARY, path) || isWithin(PENDING, path);
  }

  /**
   * Writes the files and the marker where nobody looks, and keeps them for as long as `use` takes. What `use` has not
   * committed is gone afterwards.
   * @throws DOMException `QuotaExceededError`, with nothing left behind
   */
  async stage(
    target: string,
    files: ReadonlyMap<string, Uint8Array>,
    use: (staged: Pending) => Promise<void>,
  ): Promise<void> {
    const staged = { id: crypto.randomUUID(), target, files: [...files.keys()] };
    await this.#hold(staged.id, async () => {
      try {
        await this.#write(staged, files);
        await use(staged);
      } catch (error) {
        if (!(await this.#isCommitted(staged.id))) await this.#discard(staged.id);
        throw error;
      }
    });
  }

  /** Puts the marker up, from where on the target holds what was staged, and completes it. */
  async commit(staged: Pending): Promise<void> {
    const directory = await this.#staged(staged.id, false);
    const marker = await directory.getFileHandle(MARKER);
    await moveTo(marker, await directoryAt(this.#root, PENDING, true), staged.id);
    await this.#complete(staged);
  }

  /** What has been committed and not completed. */
  async pending(): Promise<Pending[]> {
    const directory = await directoryAt(this.#root, PENDING, false).catch(ignoreMissing);
    const found: Pending[] = [];
    if (!directory) return found;
    for await (const [id, handle] of directory.entries()) {
      const replacement = await readMarker(handle);
      if (replacement) found.push({ id, ...replacement });
    }
    return found;
  }

  /** Completes what is pending. @throws DOMException where the browser refuses that, with the rest still pending */
  async completeAll(): Promise<void> {
    for (const pending of await this.pending()) await this.#complete(pending);
  }

  /** Removes what killed writers staged and did not commit, and markers that say nothing. */
  async discardAbandoned(): Promise<void> {
    await this.#discardDamaged();
    const temporary = await directoryAt(this.#root, TEMPORARY, true);
    for await (const [id, handle] of temporary.entries()) {
      if (handle.kind !== 'directory' || (await this.#isCommitted(id))) continue;
      await navigator.locks.request(this.#lock(id), { ifAvailable: true }, async (lock) => {
        if (lock && !(await this.#isCommitted(id))) await this.#discard(id);
      });
    }
  }

  async #discardDamaged(): Promise<void> {
    const directory = await directoryAt(this.#root, PENDING, false).catch(ignoreMissing);
    if (!directory) return;
    const damaged: string[] = [];
    for await (const [id, handle] of directory.entries()) {
      if (!(await readMarker(handle))) damaged.push(id);
    }
    for (const id of damaged) {
      await directory.removeEntry(id, { recursive: true }).catch(ignoreMissing);
    }
  }

  /** Clears away what does not belong into the target, moves the rest of the staged files, and takes the marker down. */
  async #complete({ id, target, files }: Pending): Promise<void> {
    const staged = await this.#staged(id, false);
    await this.#clear(target, new Set(files));
    for (const [i, path] of files.entries()) {
      const handle = await staged.getFileHandle(`${i}`).catch(ignoreMissing);
      if (!handle) continue;
      const [parent, name] = await parentOf(this.#root, `${target}/${path}`, true);
      await retry(() => moveTo(handle, parent, name));
    }
    const directory = await directoryAt(this.#root, PENDING, false);
    await retry(() => directory.removeEntry(id));
    await this.#discard(id);
  }

  async #write(staged: Pending, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const directory = await this.#staged(staged.id, true);
    const write = async (name: string, bytes: Uint8Array) =>
      writeWhole(await directory.getFileHandle(name, { create: true }), bytes);
    for (const [i, bytes] of [...files.values()].entries()) await write(`${i}`, bytes);
    const marker: Replacement = { target: staged.target, files: staged.files };
    await write(MARKER, new TextEncoder().encode(JSON.stringify(marker)));
  }

  #staged(id: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    return directoryAt(this.#root, `${TEMPORARY}/${id}`, create);
  }

  async #isCommitted(id: string): Promise<boolean> {
    return (await this.pending()).some((each) => each.id === id);
  }

  async #discard(id: string): Promise<void> {
    const temporary = await directoryAt(this.#root, TEMPORARY, true);
    await retry(() => temporary.removeEntry(id, { recursive: true })).catch(ignoreMissing);
  }

  /** A lock tells others that the writer lives. */
  #hold<T>(id: string, work: () => Promise<T>): Promise<T> {
    return navigator.locks.request(this.#lock(id), work) as Promise<T>;
  }

  #lock(id: string): string {
    return `${this.#root.name}-staged:${id}`;
  }

  async #clear(target: string, kept: ReadonlySet<string>): Promise<void> {
    const [parent, name] = await parentOf(this.#root, target, true);
    const directory = await parent.getDirectoryHandle(name).catch(ignoreMissing);
    if (directory && !(await removeOthers(directory, '', kept))) {
      await retry(() => parent.removeEntry(name, { recursive: true }));
    }
  }
}

/** Undefined for a marker that has lost its content, as files do in a crash of the machine. */
async function readMarker(handle: FileSystemHandle): Promise<Replacement | undefined> {
  if (handle.kind === 'directory') return undefined;
  const file = await (handle as FileSystemFileHandle).getFile();
  try {
    const { target, files } = JSON.parse(await file.text()) as Partial<Replacement>;
    return typeof target === 'string' && Array.isArray(files) ? { target, files } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Removes all files but those `kept`, and directories that hold none of them. @returns whether any was kept */
async function removeOthers(
  directory: FileSystemDirectoryHandle,
  prefix: string,
  kept: ReadonlySet<string>,
): Promise<boolean> {
  let isKept = false;
  const entries: [string, FileSystemHandle][] = [];
  for await (const entry of directory.entries()) entries.push(entry);
  for (const [name, handle] of entries) {
    const path = prefix + name;
    const stays =
      handle.kind === 'directory'
        ? await removeOthers(handle as FileSystemDirectoryHandle, `${path}/`, kept)
        : kept.has(path);
    if (stays) isKept = true;
    else await retry(() => directory.removeEntry(name, { recursive: true }));
  }
  return isKept;
}
