/** Files and directories of the workspace as kinds of artifacts see them. */
import { ValueError } from '#errors';
import type { Workspace, WorkspaceEntry } from '#workspace';
import type { ArtifactFile } from './artifact';

/** More than this is not taken into the worker's memory. */
const MAX_BYTES = 512 * 2 ** 20;

/** @throws FileNotFoundError; ValueError for a file too large to look into */
export async function openFile(workspace: Workspace, path: string): Promise<ArtifactFile> {
  const entry = await workspace.stat(path);
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
  if (entry.kind === 'directory') return openDirectory(workspace, entry, name);
  refuseLarge(entry);
  return {
    path: entry.path,
    name,
    kind: 'file',
    files: new Map(),
    bytes: await workspace.read(entry.path),
    read: async () => undefined,
    readBeside: (file) => readIfThere(workspace, `${entry.path.slice(0, -name.length)}${file}`),
  };
}

async function readIfThere(workspace: Workspace, path: string): Promise<Uint8Array | undefined> {
  if (!(await workspace.exists(path))) return undefined;
  refuseLarge(await workspace.stat(path));
  return workspace.read(path);
}

async function openDirectory(
  workspace: Workspace,
  entry: WorkspaceEntry,
  name: string,
): Promise<ArtifactFile> {
  const below = (await workspace.list(entry.path)).filter(({ kind }) => kind === 'file');
  const start = entry.path.length + 1;
  const files = new Map(below.map((file) => [file.path.slice(start), file]));
  return {
    path: entry.path,
    name,
    kind: 'directory',
    files: new Map([...files].map(([file, { size }]) => [file, size])),
    bytes: new Uint8Array(),
    async read(file) {
      const found = files.get(file);
      if (!found) return undefined;
      refuseLarge(found);
      return workspace.read(found.path);
    },
    readBeside: async () => undefined,
  };
}

function refuseLarge({ path, size }: WorkspaceEntry): void {
  if (size <= MAX_BYTES) return;
  throw new ValueError(`${path} has ${size} bytes; at most ${MAX_BYTES} are looked into here.`, {
    place: path,
    hint: 'Download it and look at it with a tool on your computer.',
  });
}
