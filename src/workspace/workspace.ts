/**
 * The learner's files. One interface, two homes: the Origin Private File System, and memory where that is refused.
 *
 * Paths are relative, `/`-separated, without `.` or `..` (`./a` and `/a` are read as `a`). Directories appear with
 * their first file. Names that start with `.slipway/` hold the app's own state and are left out of `list` unless asked.
 */
export interface WorkspaceEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  /** Bytes; a directory's size is the sum of its files. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

export interface Workspace {
  /** 'memory' means that files are gone after a reload; the page says so. */
  readonly storage: 'opfs' | 'memory';
  /** @throws FileNotFoundError */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Replaces the file in one step: another reader, or a kernel that is killed meanwhile, sees the old bytes or the new. @throws QuotaError */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Replaces the directory `path` by these files (by their paths in it) in one step: any reader, at any time and after a
   * crash too, sees the old directory, or none, or the whole new one. @throws QuotaError, and then nothing has changed
   */
  writeDirectory(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Removes a file, or a directory with all that is in it. @throws FileNotFoundError */
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** @throws FileNotFoundError */
  stat(path: string): Promise<WorkspaceEntry>;
  /** Every file and directory below `path` ('' = all), depth first, names in order. */
  list(path?: string, options?: { readonly hidden?: boolean }): Promise<WorkspaceEntry[]>;
  /** Calls back after any change, in this page or worker or another of the same origin. Returns the way to stop. */
  watch(onChange: () => void): () => void;
  /** Bytes used and allowed, where the browser says. */
  usage(): Promise<{ readonly used: number; readonly quota: number } | undefined>;
}
