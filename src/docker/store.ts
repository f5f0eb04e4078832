/**
 * What the host has to remember, as files of the workspace: `state.json` for whatever changes an answer, `logs.json` and
 * `requests.bin` for what is only looked at, and below `loaded/` the files of versions that are in service.
 */
import { FileNotFoundError, ValueError } from '#errors';
import type { ModelFiles } from '#executor';
import { encodeMessage, type LogLine, type RequestDetail } from '#protocol';
import type { Workspace } from '#workspace';
import { readLogs, readRequests, readState, type StoredState } from './stored';

export interface Stored {
  readonly state: StoredState | undefined;
  readonly logs: readonly LogLine[];
  readonly requests: readonly RequestDetail[];
  /** Files that are there and could not be read, each with the reason. */
  readonly unreadable: readonly string[];
}

export class Store {
  readonly #workspace: Workspace;
  readonly #root: string;
  #isRetired = false;

  /** @param root directory of the workspace that belongs to this host alone */
  constructor(workspace: Workspace, root: string) {
    this.#workspace = workspace;
    this.#root = root;
  }

  /** What makes no sense is taken for not there: nothing that lies here keeps a host from starting. */
  async load(): Promise<Stored> {
    const unreadable: string[] = [];
    const [state, logs, requests] = await Promise.all([
      this.#read('state.json', readState, unreadable),
      this.#read('logs.json', readLogs, unreadable),
      this.#read('requests.bin', readRequests, unreadable),
    ]);
    return { state, logs: logs ?? [], requests: requests ?? [], unreadable };
  }

  /** The files are somebody else's now: nothing is changed any more. */
  retire(): void {
    this.#isRetired = true;
  }

  saveState(state: StoredState): Promise<void> {
    return this.#write('state.json', new TextEncoder().encode(JSON.stringify(state)));
  }

  saveLogs(logs: readonly LogLine[]): Promise<void> {
    return this.#write('logs.json', new TextEncoder().encode(JSON.stringify(logs)));
  }

  saveRequests(requests: readonly RequestDetail[]): Promise<void> {
    return this.#write('requests.bin', encodeMessage(requests));
  }

  /** In one step. @throws QuotaError */
  async keep(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    if (this.#isRetired) return;
    await this.#workspace.writeDirectory(this.#loaded(directory), files);
  }

  open(directory: string, path: string): ModelFiles {
    return {
      path,
      read: (file) => readOrNothing(this.#workspace, `${this.#loaded(directory)}/${file}`),
    };
  }

  drop(directory: string): Promise<void> {
    return this.#remove(this.#loaded(directory));
  }

  /** Removes copies of loaded files that nobody will ask for: their writer was ended before it could. */
  async tidy(used: ReadonlySet<string>): Promise<void> {
    const root = `${this.#root}/loaded`;
    if (!(await this.#workspace.exists(root))) return;
    for (const { path, kind } of await this.#workspace.list(root, { hidden: true })) {
      const parts = path.slice(root.length + 1).split('/');
      if (kind === 'directory' && parts.length === 2 && !used.has(parts.join('/'))) {
        await this.#remove(path);
      }
    }
  }

  #loaded(directory: string): string {
    return `${this.#root}/loaded/${directory}`;
  }

  async #read<T>(
    file: string,
    parse: (bytes: Uint8Array) => T,
    unreadable: string[],
  ): Promise<T | undefined> {
    const path = `${this.#root}/${file}`;
    try {
      const bytes = await readOrNothing(this.#workspace, path);
      return bytes && parse(bytes);
    } catch (error) {
      // Of a directory in the file's place, or of bytes that are not what was written.
      if (!(error instanceof ValueError || error instanceof SyntaxError)) throw error;
      unreadable.push(`${path} (${error.message})`);
      return undefined;
    }
  }

  async #write(file: string, bytes: Uint8Array): Promise<void> {
    if (!this.#isRetired) await this.#workspace.write(`${this.#root}/${file}`, bytes);
  }

  async #remove(path: string): Promise<void> {
    if (this.#isRetired) return;
    try {
      await this.#workspace.remove(path);
    } catch (error) {
      if (!(error instanceof FileNotFoundError)) throw error;
    }
  }
}

async function readOrNothing(
  workspace: Workspace,
  path: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await workspace.read(path);
  } catch (error) {
    if (error instanceof FileNotFoundError) return undefined;
    throw error;
  }
}
