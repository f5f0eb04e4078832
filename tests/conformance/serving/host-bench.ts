/** The bench over a container host, wherever that is. */
import type { ContainerInfo, ServingApi } from '#protocol';
import type { Answer, Bench, Sent, ServerSetup, ServerView } from './bench';

/** What differs from transport to transport. */
export interface Transport {
  readonly api: ServingApi;
  readonly files: BenchFiles;
  /** A request as whoever uses this transport sends it; undefined when it is refused. */
  send(request: Sent): Promise<Answer | undefined>;
  /** Lets time pass for the server. */
  elapse(milliseconds: number): Promise<void>;
}

/** The workspace of the host. */
export interface BenchFiles {
  write(path: string, bytes: Uint8Array): Promise<void>;
  writeDirectory(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  remove(path: string): Promise<void>;
  /** Everything but what the host keeps for itself. */
  clear(): Promise<void>;
  /** The files of a model of tests/fixtures/serving, by path. */
  fixture(name: string): Promise<ReadonlyMap<string, Uint8Array>>;
}

const NAME = 'bench';
/** Milliseconds between two looks at a server that starts, and how often. */
const LOOK = 100;
const LOOKS = 150;

export class HostBench implements Bench {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async reset(): Promise<void> {
    const { api, files } = this.#transport;
    for (const { id } of await api.containers()) await api.remove(id, true);
    await files.clear();
  }

  async put(fixture: string, path: string): Promise<void> {
    const { files } = this.#transport;
    await files.writeDirectory(path, await files.fixture(fixture));
  }

  write(path: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return this.#transport.files.write(path, bytes);
  }

  remove(path: string): Promise<void> {
    return this.#transport.files.remove(path);
  }

  async start({ args = [], env = {}, volumes = {} }: ServerSetup): Promise<void> {
    const started = await this.#transport.api.run({
      image: 'tensorflow/serving',
      name: NAME,
      autoRemove: false,
      tty: false,
      detach: true,
      ports: [8500, 8501].map((port) => ({ host: port, container: port })),
      volumes: Object.entries(volumes).map(([path, target]) => ({
        source: `/home/learner/${path}`,
        workspacePath: path,
        target,
        readOnly: false,
      })),
      env,
      args,
    });
    if (!started.ok) throw new Error(started.message);
    for (let look = 0; look < LOOKS; look++) {
      const { listening, state } = await this.#container();
      if (listening.includes(8501) || state === 'exited') return;
      await this.#transport.elapse(LOOK);
    }
    throw new Error(`The server neither listens nor ends: ${(await this.view()).log}`);
  }

  send(request: Sent): Promise<Answer | undefined> {
    return this.#transport.send(request);
  }

  elapse(milliseconds: number): Promise<void> {
    return this.#transport.elapse(milliseconds);
  }

  async view(): Promise<ServerView> {
    const { state, exitCode } = await this.#container();
    const logs = await this.#transport.api.logs(NAME);
    if (!logs.ok) throw new Error(logs.message);
    return { state, exitCode, log: logs.value.map(({ text }) => text).join('\n') };
  }

  async #container(): Promise<ContainerInfo> {
    const found = (await this.#transport.api.containers()).find(({ name }) => name === NAME);
    if (!found) throw new Error('The container is gone.');
    return found;
  }
}
