/** What is at a place of the workspace, and whether something may be put there; in the words of a file system. */
import { HIDDEN_ROOT, isWithin } from '#workspace';
import { SystemError } from './errno';
import { normalize, parentOf } from './paths';
import type { Node, Tree } from './tree';

/** Without the leading `/`, as the workspace names it. */
export function relative(path: string): string {
  return normalize(path).slice(1);
}

export class Places {
  readonly #tree: Tree;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  find(path: string): Promise<Node | undefined> {
    return this.#tree.find(relative(path));
  }

  /** @throws SystemError when there is nothing */
  async need(call: string, path: string): Promise<Node> {
    const node = await this.find(path);
    if (node) return node;
    const parent = await this.#tree.find(parentOf(relative(path)));
    throw new SystemError(parent?.kind === 'file' ? 'ENOTDIR' : 'ENOENT', call, path);
  }

  /** A new entry needs a directory to be in. @throws SystemError */
  async checkNew(call: string, path: string): Promise<void> {
    this.#checkOwner(call, path);
    const parent = await this.#tree.find(parentOf(relative(path)));
    if (parent?.kind === 'directory') return;
    throw new SystemError(parent ? 'ENOTDIR' : 'ENOENT', call, path);
  }

  /** A new directory whose parents are made with it. @throws SystemError */
  async checkNewWithParents(call: string, path: string): Promise<void> {
    this.#checkOwner(call, path);
    for (let above = parentOf(relative(path)); above !== ''; above = parentOf(above)) {
      if ((await this.#tree.find(above))?.kind === 'file') {
        throw new SystemError('ENOTDIR', call, path);
      }
    }
  }

  /** What the app keeps is not the learner's. */
  #checkOwner(call: string, path: string): void {
    if (isWithin(HIDDEN_ROOT, relative(path))) throw new SystemError('EPERM', call, path);
  }
}
