/** All containers, with what they say and what is asked of them, and how it is remembered. */
import type { LoadSession } from '#executor';
import type { Clock, StartModelServer } from '#serving';
import type { Workspace } from '#workspace';
import { Chronicle } from './chronicle';
import { Container, type Surroundings } from './container';
import { Keeper } from './keeper';
import { KeptVersions } from './kept-versions';
import { ContainerFiles, WorkspaceListing } from './mounts';
import type { RandomBytes } from './names';
import { Registry } from './registry';
import { Store, type Stored } from './store';
import type { StoredContainer, StoredState } from './stored';

export interface FleetOptions {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly load: LoadSession;
  readonly startServer: StartModelServer;
  /** Directory of the workspace for what has to be remembered; undefined = nothing outlives this host. */
  readonly storage: string | undefined;
  readonly random: RandomBytes;
}

/** How far numbers may be ahead of what is written: more than can be said between two writes. */
const NUMBERS_AHEAD = 1_000_000;
/** Milliseconds for which a container with `--rm` that has ended by itself can still be asked for its last words. */
const LAST_WORDS = 5000;
const NOTHING: Stored = { state: undefined, logs: [], requests: [], unreadable: [] };

export class Fleet {
  readonly registry: Registry;
  readonly #options: FleetOptions;
  readonly #listing: WorkspaceListing;
  readonly #store: Store | undefined;
  readonly #keeper: Keeper | undefined;
  #chronicle = this.#openChronicle(NOTHING);
  /** What is to be said as soon as there is a container to say it. */
  #unsaid: string[] = [];

  constructor(options: FleetOptions) {
    const { workspace, clock, storage, random } = options;
    this.#options = options;
    this.registry = new Registry(random);
    this.#listing = new WorkspaceListing(workspace, clock);
    if (storage === undefined) return;
    this.#store = new Store(workspace, storage);
    this.#keeper = new Keeper({
      store: this.#store,
      clock,
      state: () => this.#state(),
      logs: () => this.#chronicle.linesAfter(-1),
      requests: () => this.#chronicle.requests,
      failed: (error) =>
        this.#tell(
          `containers cannot be written down (${reasonOf(error)}): what is new is gone when the browser ends what runs them.`,
        ),
      recovered: () => this.#tell('containers are written down again.'),
    });
  }

  get chronicle(): Chronicle {
    return this.#chronicle;
  }

  /** What an earlier process has left runs on. */
  async restore(): Promise<void> {
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
    for (const file of stored.unreadable) {
      this.#tell(`what was remembered in ${file} could not be read: it is forgotten.`);
    }
    // Nothing waits for it, and what it removes nobody reads; what cannot be removed now can be next time.
    void this.#store.tidy(used).catch(() => undefined);
  }

  /** A container that has not been started. */
  create(stored: StoredContainer): Container {
    const container = this.#make(stored);
    for (const text of this.#unsaid.splice(0)) this.#tell(text);
    return container;
  }

  remove(container: Container): void {
    this.registry.delete(container);
    this.#chronicle.forget(container.id);
  }

  /** Resolves when everything that changes answers is written down. */
  async save(): Promise<void> {
    await this.#keeper?.save();
  }

  /** Writes down everything that is to be remembered. */
  async flush(): Promise<void> {
    await this.#keeper?.flush();
  }

  async settled(): Promise<void> {
    await Promise.all(this.registry.all.map((container) => container.settled()));
    await this.#keeper?.settled();
  }

  /** Another process goes on with the containers: nothing is written down here any more. */
  retire(): void {
    this.#store?.retire();
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
    const { id, spec } = stored;
    const files = new ContainerFiles(workspace, this.#listing, spec.volumes);
    const around: Surroundings = {
      clock,
      files,
      load,
      startServer,
      kept: this.#keptOf(stored, files),
      write: (stream, time, text) =>
        this.#chronicle.write(id, spec.tty ? 'stdout' : stream, time, text),
      changed: () => void this.save(),
      ended: (ended) => this.#removeLater(ended),
      record: (exchange) => this.#chronicle.record(exchange),
    };
    const container = new Container(stored, around);
    this.registry.add(container);
    return container;
  }

  #keptOf({ id, loaded }: StoredContainer, files: ContainerFiles): KeptVersions | undefined {
    const store = this.#store;
    if (!store) return undefined;
    const failed = (error: unknown) => {
      const problem = `there is no room for a copy of the version that was loaded (${reasonOf(error)})`;
      this.#say(id, `${problem}: it is in service for as long as its directory is there.`);
    };
    const written = () => this.save();
    return new KeptVersions({ store, directory: id.slice(0, 12), files, loaded, failed, written });
  }

  #removeLater(container: Container): void {
    if (!container.spec.autoRemove) return;
    this.#options.clock.after(LAST_WORDS, () => {
      if (container.isRunning || !this.registry.has(container)) return;
      this.remove(container);
      void this.save();
    });
  }

  #state(): StoredState {
    return {
      format: 1,
      sequence: this.#chronicle.sequence + NUMBERS_AHEAD,
      containers: this.registry.all.toReversed().map((container) => container.stored()),
    };
  }

  /** In the log of every container, and where there is none, of the next. */
  #tell(text: string): void {
    if (this.registry.all.length === 0) this.#unsaid.push(text);
    for (const { id } of this.registry.all) this.#say(id, text);
  }

  #say(container: string, text: string): void {
    this.#chronicle.write(container, 'stderr', this.#options.clock.now(), `slipway: ${text}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
