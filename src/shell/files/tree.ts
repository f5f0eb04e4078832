/**
 * The workspace as a file system sees it: read anew whenever something has changed, and with what a workspace does not
 * keep, for as long as the shell lives: directories without files, permission bits, and times that were set.
 */
import { isWithin, type Workspace } from '#workspace';
import { baseName, parentOf } from './paths';

export interface Node {
  readonly kind: 'file' | 'directory';
  /** Bytes of a file; 0 for a directory. */
  readonly size: number;
  readonly modified: number;
}

interface SetTime {
  readonly modified: number;
  /** The time that the workspace knew when this one was set; it counts until that changes. */
  readonly instead: number;
}

export class Tree {
  readonly #workspace: Workspace;
  readonly #made = new Map<string, number>();
  readonly #modes = new Map<string, number>();
  readonly #times = new Map<string, SetTime>();
  #nodes: Promise<Map<string, Node>> | undefined;
  /** When the shell was opened: an empty workspace has no other time. */
  readonly #opened = Date.now();
  #children = new Map<string, string[]>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    workspace.watch(() => (this.#nodes = undefined));
  }

  /** The node at a path relative to the workspace; '' is the workspace itself. */
  async find(path: string): Promise<Node | undefined> {
    const node = (await this.#read()).get(path);
    const set = this.#times.get(path);
    if (!node || set?.instead !== node.modified) return node;
    return { ...node, modified: set.modified };
  }

  /** Names in a directory, sorted. */
  async names(path: string): Promise<string[]> {
    await this.#read();
    return this.#children.get(path) ?? [];
  }

  /** Paths of all files and directories below, parents first. */
  async below(path: string): Promise<string[]> {
    const all = [...(await this.#read()).keys()];
    return all.filter((each) => each !== path && isWithin(path, each)).sort();
  }

  /** Keeps a directory that has no files. */
  make(path: string): void {
    if (path === '' || this.#made.has(path)) return;
    this.#made.set(path, Date.now());
    this.#nodes = undefined;
  }

  /** Forgets all about a path that was removed, and what was below it. */
  forget(path: string): void {
    for (const known of [this.#made, this.#modes, this.#times]) {
      for (const each of known.keys()) if (isWithin(path, each)) known.delete(each);
    }
    this.#nodes = undefined;
  }

  modeOf(path: string): number | undefined {
    return this.#modes.get(path);
  }

  setMode(path: string, mode: number): void {
    this.#modes.set(path, mode);
  }

  async setTime(path: string, modified: number): Promise<void> {
    const node = (await this.#read()).get(path);
    if (node) this.#times.set(path, { modified, instead: node.modified });
  }

  #read(): Promise<Map<string, Node>> {
    this.#nodes ??= this.#list();
    return this.#nodes;
  }

  async #list(): Promise<Map<string, Node>> {
    const nodes = new Map<string, Node>();
    let latest = this.#opened;
    for (const { path, kind, size, modified } of await this.#workspace.list()) {
      nodes.set(path, { kind, size: kind === 'file' ? size : 0, modified });
      this.#made.delete(path);
      latest = nodes.size === 1 ? modified : Math.max(latest, modified);
    }
    nodes.set('', { kind: 'directory', size: 0, modified: latest });
    for (const [made, modified] of this.#made) {
      for (let path = made; path !== '' && !nodes.has(path); path = parentOf(path)) {
        nodes.set(path, { kind: 'directory', size: 0, modified });
      }
    }
    this.#children = childrenOf(nodes.keys());
    return nodes;
  }
}

function childrenOf(paths: Iterable<string>): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const path of paths) {
    if (path === '') continue;
    const siblings = children.get(parentOf(path));
    if (siblings) siblings.push(baseName(path));
    else children.set(parentOf(path), [baseName(path)]);
  }
  for (const names of children.values()) names.sort();
  return children;
}
