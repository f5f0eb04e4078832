import type { Workspace, WorkspaceEntry } from '#workspace';
import { rememberFiles, restoreFiles, type FilesBefore } from './file-change';
import { fileTree, filesBelow, uploadPath, type FileNode } from './file-tree';
import { writeUploads, type Upload } from './upload';

export interface UndoableChange {
  /** `Deleted fashion.keras`. */
  readonly label: string;
}

/** How a file leaves the page; `main.ts` gives the browser's way. */
export type SaveAs = (name: string, bytes: Uint8Array<ArrayBuffer>) => void;

/** The learner's files, as the Files panel shows them. */
export class FilesState {
  readonly #opened: Promise<Workspace>;
  readonly #saveAs: SaveAs;
  #before: FilesBefore = [];
  #entries = $state.raw<readonly WorkspaceEntry[]>([]);
  /** False until the workspace has been read once. */
  isReady = $state(false);
  storage = $state<Workspace['storage']>('opfs');
  usage = $state.raw<{ readonly used: number; readonly quota: number }>();
  /** What went wrong last, for the learner. */
  problem = $state<string>();
  /** The last change that can be taken back. */
  lastChange = $state.raw<UndoableChange>();
  readonly tree = $derived(fileTree(this.#entries));

  constructor(open: () => Promise<Workspace>, saveAs: SaveAs) {
    this.#saveAs = saveAs;
    this.#opened = open();
    void this.#attempt(async (workspace) => {
      this.storage = workspace.storage;
      workspace.watch(() => void this.refresh());
      await this.refresh();
    });
  }

  get workspace(): Promise<Workspace> {
    return this.#opened;
  }

  refresh(): Promise<void> {
    return this.#attempt(async (workspace) => {
      this.#entries = await workspace.list();
      this.isReady = true;
      this.usage = await workspace.usage();
    });
  }

  /** What the workspace has under this path, as last read. */
  entry(path: string): WorkspaceEntry | undefined {
    return this.#entries.find((entry) => entry.path === path);
  }

  /** A directory comes as a zip. */
  download(node: FileNode): Promise<void> {
    return this.#attempt(async (workspace) => {
      if (node.kind === 'file') this.#saveAs(node.name, await workspace.read(node.path));
      else await this.#saveZip(workspace, `${node.name}.zip`, node.path);
    });
  }

  downloadAll(): Promise<void> {
    return this.#attempt((workspace) => this.#saveZip(workspace, 'slipway-files.zip', ''));
  }

  upload(files: readonly Upload[]): Promise<void> {
    return this.#attempt(async (workspace) => {
      const named = files.map(({ path, file }) => ({ path: uploadPath(path), file }));
      const before = await rememberFiles(
        workspace,
        named.map(({ path }) => path),
      );
      await writeUploads(workspace, named);
      const replaced = before.filter(({ bytes }) => bytes).map(({ path }) => path);
      this.#remember(before, replaced.length > 0 ? `Replaced ${listed(replaced)}` : undefined);
      await this.refresh();
    });
  }

  /** Takes a file, or a directory with all that is in it, away; `undo` brings it back. */
  remove(node: FileNode): Promise<void> {
    return this.#attempt(async (workspace) => {
      const before = await rememberFiles(workspace, filesBelow(node));
      await workspace.remove(node.path);
      this.#remember(before, `Deleted ${node.name}`);
      await this.refresh();
    });
  }

  undo(): Promise<void> {
    return this.#attempt(async (workspace) => {
      await restoreFiles(workspace, this.#before);
      this.dismiss();
      await this.refresh();
    });
  }

  /** Forgets what could be undone. */
  dismiss(): void {
    this.#remember([], undefined);
  }

  #remember(before: FilesBefore, label: string | undefined): void {
    this.#before = before;
    this.lastChange = label === undefined ? undefined : { label };
  }

  async #saveZip(workspace: Workspace, name: string, folder: string): Promise<void> {
    const { zipWorkspace } = await import('#workspace');
    this.#saveAs(name, await zipWorkspace(workspace, folder));
  }

  async #attempt(use: (workspace: Workspace) => Promise<void>): Promise<void> {
    try {
      await use(await this.#opened);
      this.problem = undefined;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }
}

/** Names while they are few, else how many. */
function listed(paths: readonly string[]): string {
  return paths.length > 3 ? `${paths.length} files` : paths.join(', ');
}
