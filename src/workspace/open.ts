import { MemoryWorkspace } from './memory';
import { OpfsWorkspace } from './opfs';
import { HIDDEN_ROOT } from './path';
import { isQuotaExceeded } from './quota';
import { canMove, moveTo, writeWhole } from './replace-file';
import { RemoteWorkspace, type SharedWorkspace } from './remote';
import type { Workspace } from './workspace';

/**
 * Opens the learner's files: those in the Origin Private File System where the browser has it and lets this page or
 * worker write to it, else an empty workspace in memory (of this page or worker alone).
 * @param name another name opens another workspace
 */
export async function openWorkspace(name = 'slipway'): Promise<Workspace> {
  try {
    const storage = globalThis.navigator?.storage;
    if (typeof storage?.getDirectory !== 'function') return new MemoryWorkspace();
    const root = await (await storage.getDirectory()).getDirectoryHandle(name, { create: true });
    if (!(await canReplace(root))) return new MemoryWorkspace();
    const workspace = new OpfsWorkspace(root);
    await workspace.tidy().catch(ignoreFull);
    return workspace;
  } catch (error) {
    // Private windows and sandboxed frames refuse in various ways, each of them a DOMException.
    if (error instanceof DOMException || error instanceof TypeError) return new MemoryWorkspace();
    throw error;
  }
}

/**
 * Opens the learner's files in a worker, so that the page and it see the same ones: where either of them is refused
 * storage, the page holds the files for both, since it outlives a worker that is killed.
 * @param page what the page serves; without it the worker is on its own
 */
export async function openSharedWorkspace(page: SharedWorkspace | undefined): Promise<Workspace> {
  if (page?.storage === 'memory') return new RemoteWorkspace(page);
  const own = await openWorkspace();
  return page && own.storage === 'memory' ? new RemoteWorkspace(page) : own;
}

/** Tries it once: some browsers have the functions and refuse the work. A full disk does not say that they do. */
async function canReplace(root: FileSystemDirectoryHandle): Promise<boolean> {
  try {
    const hidden = await root.getDirectoryHandle(HIDDEN_ROOT, { create: true });
    const directory = await hidden.getDirectoryHandle('tmp', { create: true });
    const name = crypto.randomUUID();
    const probe = await directory.getFileHandle(name, { create: true });
    try {
      if (!canMove(probe)) return false;
      await writeWhole(probe, Uint8Array.of(1));
      await moveTo(probe, directory, `${name}-moved`);
    } finally {
      await directory.removeEntry(probe.name);
    }
  } catch (error) {
    ignoreFull(error);
  }
  return true;
}

function ignoreFull(error: unknown): void {
  if (!isQuotaExceeded(error)) throw error;
}
