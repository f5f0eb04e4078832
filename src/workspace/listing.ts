import { isHidden } from './path';
import type { WorkspaceEntry } from './workspace';

export interface StoredFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

/**
 * Files and the directories that they make, below `path`: depth first, names in order. A directory that holds no file
 * is not there.
 */
export function toEntries(
  files: readonly StoredFile[],
  path: string,
  hidden: boolean,
): WorkspaceEntry[] {
  const prefix = path === '' ? '' : `${path}/`;
  const shown = files.filter(
    (file) => file.path.startsWith(prefix) && (hidden || isHidden(path) || !isHidden(file.path)),
  );
  const entries = new Map<string, WorkspaceEntry>();
  for (const file of shown) {
    entries.set(file.path, { ...file, kind: 'file' });
    for (let end = file.path.lastIndexOf('/'); end > path.length;) {
      const directory = file.path.slice(0, end);
      const known = entries.get(directory);
      entries.set(directory, {
        path: directory,
        kind: 'directory',
        size: (known?.size ?? 0) + file.size,
        modified: Math.max(known?.modified ?? 0, file.modified),
      });
      end = directory.lastIndexOf('/');
    }
  }
  return [...entries.values()].sort((a, b) => compareNames(a.path, b.path));
}

/** Name by name, so that `a/x` comes before `a.txt`. */
function compareNames(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < left.length && i < right.length; i++) {
    if (left[i] !== right[i]) return left[i]! < right[i]! ? -1 : 1;
  }
  return left.length - right.length;
}

/** The entry of this path, be it a file or a directory; '' is the whole workspace. */
export function findEntry(files: readonly StoredFile[], path: string): WorkspaceEntry | undefined {
  const file = files.find((each) => each.path === path);
  if (file) return { ...file, kind: 'file' };
  const inside = path === '' ? files : files.filter((each) => each.path.startsWith(`${path}/`));
  if (inside.length === 0 && path !== '') return undefined;
  return {
    path,
    kind: 'directory',
    size: inside.reduce((sum, each) => sum + each.size, 0),
    modified: inside.reduce((latest, each) => Math.max(latest, each.modified), 0),
  };
}
