import { findEntry, toEntries, type StoredFile } from './listing';
import {
  isWithin,
  normalizeFilePath,
  normalizeFiles,
  normalizePath,
  notFound,
  wrongKind,
} from './path';
import { Watchers } from './watchers';
import type { Workspace, WorkspaceEntry } from './workspace';

interface Content extends StoredFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Where the browser grants no storage: the same files, gone with this page or worker. */
export class MemoryWorkspace implements Workspace {
  readonly storage = 'memory';
  readonly #files = new Map<string, Content>();
  readonly #watchers = new Watchers();

  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const normal = normalizeFilePath(path);
    const file = this.#files.get(normal);
    if (file) return file.bytes.slice();
    if (this.#find(normal)) throw wrongKind(path, true);
    throw notFound(path);
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const normal = normalizeFilePath(path);
    if (this.#find(normal)?.kind === 'directory') throw wrongKind(path, true);
    this.#checkParents(normal, path);
    this.#set(normal, bytes);
    this.#watchers.tell();
  }

  async writeDirectory(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const target = normalizeFilePath(path.replace(/\/+$/, ''));
    const named = normalizeFiles(target, files);
    if (this.#files.has(target)) throw wrongKind(path, false);
    this.#checkParents(target, path);
    for (const each of this.#below(target)) this.#files.delete(each);
    for (const [name, bytes] of named) this.#set(`${target}/${name}`, bytes);
    this.#watchers.tell();
  }

  async remove(path: string): Promise<void> {
    const normal = normalizeFilePath(path.replace(/\/+$/, ''));
    const doomed = this.#below(normal);
    if (doomed.length === 0) throw notFound(path);
    for (const each of doomed) this.#files.delete(each);
    this.#watchers.tell();
  }

  async exists(path: string): Promise<boolean> {
    return this.#find(normalizePath(path)) !== undefined;
  }

  async stat(path: string): Promise<WorkspaceEntry> {
    const entry = this.#find(normalizePath(path));
    if (!entry) throw notFound(path);
    return entry;
  }

  async list(path = '', options: { readonly hidden?: boolean } = {}): Promise<WorkspaceEntry[]> {
    const normal = normalizePath(path);
    if (!this.#find(normal)) throw notFound(path);
    return toEntries(this.#stored(), normal, options.hidden ?? false);
  }

  watch(onChange: () => void): () => void {
    return this.#watchers.add(onChange);
  }

  async usage(): Promise<undefined> {
    return undefined;
  }

  #checkParents(normal: string, path: string): void {
    for (let end = normal.lastIndexOf('/'); end > 0; end = normal.lastIndexOf('/', end - 1)) {
      if (this.#files.has(normal.slice(0, end))) throw wrongKind(path, false);
    }
  }

  #set(path: string, bytes: Uint8Array): void {
    const modified = Date.now();
    this.#files.set(path, { path, size: bytes.length, modified, bytes: bytes.slice() });
  }

  #below(path: string): string[] {
    return [...this.#files.keys()].filter((each) => isWithin(path, each));
  }

  #stored(): StoredFile[] {
    return [...this.#files.values()].map(({ path, size, modified }) => ({ path, size, modified }));
  }

  #find(path: string): WorkspaceEntry | undefined {
    return findEntry(this.#stored(), path);
  }
}
