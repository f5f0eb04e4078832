/** The workspace's list of paths as a tree. */
import type { WorkspaceEntry } from '#workspace';

export interface FileNode {
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'directory';
  /** Bytes. */
  readonly size: number;
  readonly children: readonly FileNode[];
}

/** Directories first, then files, each in order of their names; numbers in names count as numbers. */
export function fileTree(entries: readonly WorkspaceEntry[], parent = ''): FileNode[] {
  const prefix = parent ? `${parent}/` : '';
  return entries
    .filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
    .map(({ path, kind, size }) => ({
      name: path.slice(prefix.length),
      path,
      kind,
      size,
      children: kind === 'directory' ? fileTree(entries, path) : [],
    }))
    .sort(byKindAndName);
}

function byKindAndName(a: FileNode, b: FileNode): number {
  if (a.kind !== b.kind) return a.kind === 'directory' ? -1 : 1;
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

/** Whether the directory is a SavedModel, which is one artifact. */
export function isSavedModel({ children }: FileNode): boolean {
  return children.some(({ name, kind }) => kind === 'file' && name === 'saved_model.pb');
}

/** Paths of the file, or of all files in the directory. */
export function filesBelow(node: FileNode): string[] {
  return node.kind === 'file' ? [node.path] : node.children.flatMap(filesBelow);
}

/** A learner's file name as a workspace path: no leading slashes, no `.` or `..` steps. */
export function uploadPath(name: string): string {
  const steps = name.split(/[\\/]+/).filter((step) => step && step !== '.' && step !== '..');
  return steps.join('/') || 'upload';
}
