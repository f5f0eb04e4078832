/** A bench's files in a workspace that the test itself holds. */
import type { Workspace } from '#workspace';
import type { BenchFiles } from './host-bench';

export function workspaceFiles(workspace: Workspace): Omit<BenchFiles, 'fixture'> {
  return {
    write: (file, bytes) => workspace.write(file, bytes),
    writeDirectory: (file, files) => workspace.writeDirectory(file, files),
    remove: (file) => workspace.remove(file),
    async clear() {
      const top = (await workspace.list()).filter((entry) => !entry.path.includes('/'));
      for (const entry of top) await workspace.remove(entry.path);
    },
  };
}
