/**
 * The container host: runs containers, sends each request to the one that has published its port, and remembers what it
 * has to. Every call first waits until what an earlier process has left is read.
 */
import type { LoadSession } from '#executor';
import type { Clock, StartModelServer } from '#serving';
import type {
  ContainerInfo,
  ContainerSpec,
  DockerResult,
  EjectedFile,
  LogLine,
  RawRequest,
  RawResponse,
  RequestDetail,
  ServingApi,
  ServingChanges,
} from '#protocol';
import type { Workspace } from '#workspace';
import { Chronicle } from './chronicle';
import { Container, type Surroundings } from './container';
import { eject } from './eject';
import { refuseCommand, refuseImage } from './image';
import { Keeper } from './keeper';
import { KeptVersions } from './kept-versions';
import { ContainerFiles, WorkspaceListing } from './mounts';
import type { RandomBytes } from './names';
import { refuse, type Refusal } from './refusal';
import { Registry } from './registry';
import { Store, type Stored, type StoredContainer, type StoredState } from './store';

export interface HostOptions {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly load: LoadSession;
  readonly startServer: StartModelServer;
  /** Directory of the workspace for what has to be remembered; undefined = nothing outlives this host. */
  readonly storage: string | undefined;
  readonly random: RandomBytes;
}

export interface ContainerHost extends ServingApi {
  /** Reads what an earlier process has left; every other call does so by itself. */
  wake(): Promise<void>;
  /** Whether a container has published this port of the host. */
  publishes(port: number): Promise<boolean>;
  /** Writes down everything that is to be remembered. */
  flush(): Promise<void>;
  /** Resolves when nothing goes on in the background and everything is written down. */
  settled(): Promise<void>;
}

export function createContainerHost(options: HostOptions): ContainerHost {
  return new Host(options);
}

/** How far numbers may be ahead of what is written: more than can be said between two writes. */
const NUMBERS_AHEAD = 1_000_000;
/** Milliseconds for which a container with `--rm` that has ended by itself can still be asked for its last words. */
const LAST_WORDS = 5000;
const NOTHING: Stored = { state: undefined, logs: [], requests: [] };

class Host implements ContainerHost {
  readonly #options: HostOptions;
  readonly #registry: Registry;
  readonly #listing: WorkspaceListing;
  readonly #store: Store | undefined;
  readonly #keeper: Keeper | undefined;
  #chronicle = this.#openChronicle(NOTHING);
  #waking: Promise<void> | undefined;
  #hasFailed = false;

  constructor(options: HostOptions) {
    const { workspace, clock, storage, random } = options;
    this.#options = options;
    this.#registry = new Registry(random);
    this.#listing = new WorkspaceListing(workspace, clock);
    if (storage === undefined) return;
    this.#store = new Store(workspace, storage);
    this.#keeper = new Keeper({
      store: this.#store,
      clock,
      state: () => this.#state(),
      logs: () => this.#chronicle.linesAfter(-1),
      requests: () => this.#chronicle.requests,
      failed: (error) => this.#tellOfFailure(error),
    });
  }

  wake(): Promise<void> {
    return (this.#waking ??= this.#restore().catch((error: unknown) => {
      this.#waking = undefined;
      throw error;
    }));
  }

  async http(request: RawRequest): Promise<RawResponse | undefined> {
    await this.wake();
    return this.#registry.publisher(request.port)?.answer(request);
  }

  async publishes(port: number): Promise<boolean> {
    await this.wake();
    return this.#registry.publisher(port) !== undefined;
  }

  async run(spec: ContainerSpec): Promise<DockerResult<string>> {
    await this.wake();
    const name = spec.name ?? this.#registry.newName();
    const refusal =
      refuseImage(spec.image) ??
      this.#registry.refuseName(name) ??
      this.#registry.refusePorts(name, spec, 125) ??
      refuseCommand(spec);
    if (refusal) return refusal;
    const now = this.#options.clock.now();
    const container = this.#make({
      id: this.#registry.newId(),
      name,
      spec,
      created: now,
      started: now,
      state: 'running',
      requests: 0,
      errors: 0,
      loaded: {},
    });
    container.start();
    await this.#keeper?.save();
    return { ok: true, value: container.id };
  }

  start(reference: string): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      if (container.isRunning) return undefined;
      const refusal = this.#registry.refusePorts(container.name, container.spec, 1);
      if (!refusal) container.start();
      return refusal;
    });
  }

  stop(reference: string): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      await container.stop();
      if (container.spec.autoRemove) this.#remove(container);
      return undefined;
    });
  }

  kill(reference: string): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      if (!container.isRunning) {
        const problem = `container ${container.id} is not running`;
        return refuse(`cannot kill container: ${reference}: ${problem}`);
      }
      container.kill();
      if (container.spec.autoRemove) this.#remove(container);
      return undefined;
    });
  }

  remove(reference: string, force: boolean): Promise<DockerResult<string>> {
    return this.#with(reference, async (container) => {
      if (container.isRunning && !force) {
        const advice = 'stop the container before removing or force remove';
        return refuse(
          `cannot remove container "/${container.name}": container is running: ${advice}`,
        );
      }
      container.kill();
      this.#remove(container);
      return undefined;
    });
  }

  async containers(): Promise<readonly ContainerInfo[]> {
    await this.wake();
    return this.#registry.all.map((container) => container.info());
  }

  async logs(reference: string): Promise<DockerResult<readonly LogLine[]>> {
    await this.wake();
    const container = this.#registry.find(reference);
    if (!(container instanceof Container)) return container;
    return { ok: true, value: this.#chronicle.linesOf(container.id) };
  }

  async changes(cursor: number): Promise<ServingChanges> {
    await this.wake();
    for (const container of this.#registry.all) void container.poll();
    return {
      cursor: this.#chronicle.sequence,
      containers: await this.containers(),
      logs: this.#chronicle.linesAfter(cursor),
      requests: this.#chronicle.requestsAfter(cursor),
    };
  }

  async request(seq: number): Promise<RequestDetail | undefined> {
    await this.wake();
    return this.#chronicle.request(seq);
  }

  async clearRequests(): Promise<void> {
    await this.wake();
    this.#chronicle.clearRequests();
    await this.#keeper?.flush();
  }

  async eject(reference: string): Promise<DockerResult<readonly EjectedFile[]>> {
    await this.wake();
    const container = this.#registry.find(reference);
    if (!(container instanceof Container)) return container;
    const { workspace } = this.#options;
    const files = await eject(container.info(), workspace, this.#chronicle.requests);
    return { ok: true, value: files };
  }

  async flush(): Promise<void> {
    await this.wake();
    await this.#keeper?.flush();
  }

  async settled(): Promise<void> {
    await this.wake();
    await Promise.all(this.#registry.all.map((container) => container.settled()));
    await this.#keeper?.settled();
  }

  async #restore(): Promise<void> {
    if (!this.#store) return;
    const stored = await this.#store.load();
    const containers = (stored.state?.containers ?? []).filter(
      ({ state, spec }) => state === 'running' || !spec.autoRemove,
    );
    const logs = stored.logs.filter((line) => containers.some(({ id }) => id === line.container));
    this.#chronicle = this.#openChronicle({ ...stored, logs });
    const used = new Set<string>();
    for (const each of containers) {
      for (const place of Object.values(each.loaded)) if (place !== null) used.add(place);
      this.#make(each).goOn();
    }
    // Nothing waits for it, and what it removes nobody reads.
    void this.#store.tidy(used).catch((error: unknown) => this.#tellOfFailure(error));
  }

  #openChronicle({ state, logs, requests }: Stored): Chronicle {
    return new Chronicle({
      sequence: state?.sequence ?? 0,
      logs,
      requests,
      noted: (what) => this.#keeper?.note(what),
    });
  }

  #make(stored: StoredContainer): Container {
    const { workspace, clock, load, startServer } = this.#options;
    const { id, spec, loaded } = stored;
    const files = new ContainerFiles(workspace, this.#listing, spec.volumes);
    const failed = (error: unknown) => this.#tellOfFailure(error);
    const directory = id.slice(0, 12);
    const kept =
      this.#store && new KeptVersions({ store: this.#store, directory, files, loaded, failed });
    const around: Surroundings = {
      clock,
      files,
      load,
      startServer,
      kept,
      write: (stream, time, text) =>
        this.#chronicle.write(id, spec.tty ? 'stdout' : stream, time, text),
      changed: () => void this.#keeper?.save(),
      ended: (ended) => this.#removeLater(ended),
      record: (exchange) => this.#chronicle.record(exchange),
    };
    const container = new Container(stored, around);
    this.#registry.add(container);
    return container;
  }

  async #with(
    reference: string,
    act: (container: Container) => Promise<Refusal | undefined>,
  ): Promise<DockerResult<string>> {
    await this.wake();
    const container = this.#registry.find(reference);
    if (!(container instanceof Container)) return container;
    const refusal = await act(container);
    await this.#keeper?.save();
    return refusal ?? { ok: true, value: reference };
  }

  #remove(container: Container): void {
    this.#registry.delete(container);
    this.#chronicle.forget(container.id);
  }

  #removeLater(container: Container): void {
    if (!container.spec.autoRemove) return;
    this.#options.clock.after(LAST_WORDS, () => {
      if (container.isRunning || !this.#registry.has(container)) return;
      this.#remove(container);
      void this.#keeper?.save();
    });
  }

  #state(): StoredState {
    return {
      format: 1,
      sequence: this.#chronicle.sequence + NUMBERS_AHEAD,
      containers: this.#registry.all.toReversed().map((container) => container.stored()),
    };
  }

  #tellOfFailure(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const reason = error instanceof Error ? error.message : String(error);
    const text = `slipway: containers cannot be written down (${reason}): they are gone when the browser ends what runs them.`;
    for (const { id } of this.#registry.all) {
      this.#chronicle.write(id, 'stderr', this.#options.clock.now(), text);
    }
  }
}
