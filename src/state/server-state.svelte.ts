import {
  SERVING_STORAGE,
  type ContainerInfo,
  type DockerResult,
  type LogLine,
  type RawRequest,
  type RawResponse,
  type RequestDetail,
  type RequestRecord,
  type ServingApi,
  type ServingChanges,
} from '#protocol';
import type { SaveAs } from './files-state.svelte';
import { explain } from './inspector-state.svelte';
import { zipEjected } from './zip-ejected';
import type { Workspace } from '#workspace';

/** What the page uses of the container host. */
export type Serving = Pick<
  ServingApi,
  'http' | 'start' | 'stop' | 'remove' | 'changes' | 'request' | 'clearRequests' | 'eject'
>;

export interface ServerOptions {
  readonly api: Serving;
  readonly workspace: () => Promise<Workspace>;
  readonly saveAs: SaveAs;
  /** Whether nobody can see the page. */
  readonly isHidden: () => boolean;
}

export interface TimedAnswer {
  /** Undefined = the connection was refused. */
  readonly answer: RawResponse | undefined;
  readonly milliseconds: number;
}

/** Milliseconds between two looks at the host, which let its servers look at their files as well. */
const INTERVAL = 1000;
const HIDDEN_INTERVAL = 2000;
/** Of each container. */
const KEPT_LINES = 2000;
const KEPT_REQUESTS = 500;

/** The containers, as the Server panel shows them. */
export class ServerState {
  readonly #options: ServerOptions;
  #cursor = 0;
  #watchers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | undefined;

  /** False until the host has answered once. */
  isReady = $state(false);
  containers = $state.raw<readonly ContainerInfo[]>([]);
  /** Of all containers, oldest first. */
  requests = $state.raw<readonly RequestRecord[]>([]);
  #logs = $state.raw<Readonly<Record<string, readonly LogLine[]>>>({});
  #selected = $state<string>();
  /** When the host was last asked; milliseconds since the epoch. */
  time = $state(0);
  /** Why what the learner did last has failed. */
  problem = $state<string>();
  /** Why the host does not answer, while it does not. */
  outage = $state<string>();
  /** What is being done: `Stopping fashion…`. */
  progress = $state<string>();

  readonly running = $derived(this.containers.filter(({ state }) => state === 'running'));
  /** The container whose log is shown: what the learner chose, while it is there. */
  readonly selected = $derived(
    this.containers.find(({ id }) => id === this.#selected) ??
      this.running[0] ??
      this.containers[0],
  );

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** Finds the containers of an earlier visit, if there was one with any. */
  async resume(): Promise<void> {
    if (await this.#wasUsed()) await this.look();
  }

  /** Keeps what is shown up to date until the function that it returns is called. */
  watch(): () => void {
    this.#watchers++;
    void this.look();
    return () => void this.#watchers--;
  }

  /** Asks the host what is new. */
  look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      this.#schedule();
    });
    return this.#looking;
  }

  logOf(container: string): readonly LogLine[] {
    return this.#logs[container] ?? [];
  }

  select(container: string): void {
    this.#selected = container;
  }

  start({ id, name }: ContainerInfo): Promise<void> {
    return this.#change(`Starting ${name}…`, () => this.#options.api.start(id));
  }

  stop({ id, name }: ContainerInfo): Promise<void> {
    return this.#change(`Stopping ${name}…`, () => this.#options.api.stop(id));
  }

  remove({ id, name }: ContainerInfo): Promise<void> {
    return this.#change(`Removing ${name}…`, () => this.#options.api.remove(id, false));
  }

  async clearRequests(): Promise<void> {
    await this.#change('Clearing the requests…', async () => {
      await this.#options.api.clearRequests();
      this.requests = [];
      return { ok: true, value: undefined };
    });
  }

  /** @returns undefined when the host does not have it any more */
  request(seq: number): Promise<RequestDetail | undefined> {
    return this.#options.api.request(seq);
  }

  async send(request: RawRequest): Promise<TimedAnswer> {
    const start = performance.now();
    const answer = await this.#options.api.http(request);
    const milliseconds = performance.now() - start;
    void this.look();
    return { answer, milliseconds };
  }

  /** Downloads what to run the same on the real image with. */
  eject({ id, name }: ContainerInfo): Promise<void> {
    return this.#change(`Packing ${name}-eject.zip…`, async () => {
      const { api, workspace, saveAs } = this.#options;
      const files = await api.eject(id);
      if (files.ok) saveAs(`${name}-eject.zip`, await zipEjected(await workspace(), files.value));
      return files;
    });
  }

  /** Where the files cannot be opened, the Files panel says so; no containers are kept there. */
  async #wasUsed(): Promise<boolean> {
    try {
      const workspace = await this.#options.workspace();
      const places = Object.values(SERVING_STORAGE);
      return (await Promise.all(places.map((place) => workspace.exists(place)))).includes(true);
    } catch {
      return false;
    }
  }

  async #look(): Promise<void> {
    try {
      const changes = await this.#options.api.changes(this.#cursor);
      if (changes.cursor < this.#cursor) this.#startOver(await this.#options.api.changes(0));
      else this.#take(changes);
      this.isReady = true;
      this.outage = undefined;
    } catch (error) {
      this.outage = `The container host does not answer: ${explain(error)}`;
    }
  }

  #startOver(changes: ServingChanges): void {
    this.requests = [];
    this.#logs = {};
    this.#take(changes);
  }

  #take({ cursor, containers, logs, requests }: ServingChanges): void {
    this.#cursor = cursor;
    this.time = Date.now();
    this.containers = containers;
    if (requests.length > 0) this.requests = [...this.requests, ...requests].slice(-KEPT_REQUESTS);
    const known = Object.keys(this.#logs);
    const isGone = known.some((id) => !containers.some((container) => container.id === id));
    if (logs.length === 0 && !isGone) return;
    this.#logs = Object.fromEntries(
      containers.map(({ id }) => {
        const added = logs.filter(({ container }) => container === id);
        return [id, [...this.logOf(id), ...added].slice(-KEPT_LINES)];
      }),
    );
  }

  /** Servers look at their files only while somebody asks, so a running one is asked about whoever watches. */
  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#watchers === 0 && this.running.length === 0) return;
    const interval = this.#options.isHidden() ? HIDDEN_INTERVAL : INTERVAL;
    this.#timer = setTimeout(() => void this.look(), interval);
  }

  async #change(progress: string, act: () => Promise<DockerResult<unknown>>): Promise<void> {
    this.progress = progress;
    this.problem = undefined;
    try {
      const result = await act();
      if (!result.ok) this.problem = result.message;
    } catch (error) {
      this.problem = explain(error);
    }
    this.progress = undefined;
    await this.look();
  }
}
