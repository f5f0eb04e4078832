/**
 * What the host has to remember, as files of the workspace: `state.json` for whatever changes an answer, `logs.json` and
 * `requests.bin` for what is only looked at, and below `loaded/` the files of versions that are in service.
 */
import { FileNotFoundError } from '#errors';
import type { ModelFiles } from '#executor';
import type { ServerSnapshot } from '#serving';
import {
  decodeMessage,
  encodeMessage,
  type ContainerInfo,
  type LogLine,
  type RequestDetail,
} from '#protocol';
import type { Workspace } from '#workspace';

export interface StoredContainer extends Pick<
  ContainerInfo,
  | 'id'
  | 'name'
  | 'spec'
  | 'created'
  | 'started'
  | 'state'
  | 'finished'
  | 'exitCode'
  | 'requests'
  | 'errors'
> {
  /** Undefined before the server has said anything. */
  readonly server?: ServerSnapshot | undefined;
  readonly loaded: LoadedVersions;
}

/** Directory of the copy of each loaded version's files by the server's key; null where there was no room for it. */
export type LoadedVersions = Readonly<Record<string, string | null>>;

export interface StoredState {
  readonly format: 1;
  /** No line or request has been numbered as high. */
  readonly sequence: number;
  readonly containers: readonly StoredContainer[];
}

export interface Stored {
  readonly state: StoredState | undefined;
  readonly logs: readonly LogLine[];
  readonly requests: readonly RequestDetail[];
}

export class Store {
  readonly #workspace: Workspace;
  readonly #root: string;

  /** @param root directory of the workspace that belongs to this host alone */
  constructor(workspace: Workspace, root: string) {
    this.#workspace = workspace;
    this.#root = root;
  }

  /** What cannot be read is taken for not there: a page of another release may have written it. */
  async load(): Promise<Stored> {
    const [state, logs, requests] = await Promise.all([
      this.#read('state.json', parseState),
      this.#read('logs.json', (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as LogLine[]),
      this.#read('requests.bin', (bytes) => decodeMessage(bytes) as RequestDetail[]),
    ]);
    return { state, logs: logs ?? [], requests: requests ?? [] };
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

  async #read<T>(file: string, parse: (bytes: Uint8Array) => T): Promise<T | undefined> {
    const bytes = await readOrNothing(this.#workspace, `${this.#root}/${file}`);
    if (!bytes) return undefined;
    try {
      return parse(bytes);
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  #write(file: string, bytes: Uint8Array): Promise<void> {
    return this.#workspace.write(`${this.#root}/${file}`, bytes);
  }

  async #remove(path: string): Promise<void> {
    try {
      await this.#workspace.remove(path);
    } catch (error) {
      if (!(error instanceof FileNotFoundError)) throw error;
    }
  }
}

function parseState(bytes: Uint8Array): StoredState | undefined {
  const state = JSON.parse(new TextDecoder().decode(bytes)) as Partial<StoredState>;
  return state.format === 1 ? (state as StoredState) : undefined;
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
