/**
 * Brings the versions that are loaded nearer to those that are wanted, one step after the other, as the manager's thread
 * of the real server does. It holds the loaded versions; what is wanted, it is told.
 */
import { nextAction } from './availability-policy';
import type { AspiredVersion } from './file-system-source';
import { Harness, restoreHarness, saveHarness, type SavedHarness } from './harness';
import { Loading, type ManagerOptions } from './loading';
import { unloadVersion } from './unload';
import type { LoadedVersion } from './version-loader';

export interface SavedManager {
  readonly harnesses: readonly SavedHarness[];
  readonly pending: readonly (readonly [
    model: string,
    versions: readonly { readonly version: string; readonly path: string }[],
  ])[];
  readonly loads: number;
}

type Task = () => Promise<void>;

export class VersionManager {
  readonly #options: ManagerOptions;
  readonly #loading: Loading;
  #harnesses: Harness[] = [];
  /** The latest wish for each model that has not been taken up yet. */
  readonly #pending = new Map<string, readonly AspiredVersion[]>();
  #busy: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: ManagerOptions) {
    this.#options = options;
    this.#loading = new Loading(options);
  }

  /** These versions, and no others, should be served of a model. */
  aspire(model: string, versions: readonly AspiredVersion[]): void {
    this.#pending.set(model, versions);
  }

  /** Takes the steps that can be taken now; loads and unloads go on in the background. */
  advance(): void {
    while (this.#busy === undefined && !this.#isStopped) {
      this.#flush();
      for (const [model, versions] of [...this.#pending]) this.#takeUp(model, versions);
      const task = this.#next();
      if (task === undefined) return;
      this.#busy = task().finally(() => {
        this.#busy = undefined;
        this.#options.changed();
        this.advance();
      });
      this.#options.changed();
    }
  }

  /** Resolves when nothing can be done before the next poll or retry. */
  async settled(): Promise<void> {
    while (this.#busy !== undefined) await this.#busy;
  }

  /** When the next attempt to load is due; undefined when none waits. */
  get nextRetry(): number | undefined {
    const times = this.#harnesses.filter(({ state }) => state === 'waiting').map((h) => h.retryAt);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** A process was ended amid a load or unload: it is taken up again at the next `advance`. */
  get isInterrupted(): boolean {
    return this.#harnesses.some(
      ({ state, retryAt }) => state === 'quiescing' || (state === 'waiting' && retryAt === 0),
    );
  }

  /** No further step is taken. */
  stop(): void {
    this.#isStopped = true;
  }

  /** The version of a model that is ready, or the highest of them, held for a request. */
  hold(model: string, version: bigint | undefined): Harness | undefined {
    let best: Harness | undefined;
    for (const harness of this.#harnesses) {
      if (harness.state !== 'ready' || harness.model !== model) continue;
      if (
        version === undefined
          ? !best || harness.version > best.version
          : harness.version === version
      )
        best = harness;
    }
    best?.hold();
    return best;
  }

  /** What runs on a version that is ready: in memory, or read again after a restart. @throws StatusError */
  open(harness: Harness): Promise<LoadedVersion> | LoadedVersion {
    if (harness.loaded !== undefined) return harness.loaded;
    harness.opening ??= this.#loading.reopen(harness).finally(() => {
      harness.opening = undefined;
    });
    return harness.opening;
  }

  /** Keys of the kept files that may be asked for again. */
  keys(): readonly string[] {
    return this.#harnesses.flatMap(({ key }) => (key === undefined ? [] : [key]));
  }

  save(): SavedManager {
    const pending = [...this.#pending].map(
      ([model, versions]) =>
        [model, versions.map(({ version, path }) => ({ version: String(version), path }))] as const,
    );
    return { harnesses: this.#harnesses.map(saveHarness), pending, loads: this.#loading.count };
  }

  restore(saved: SavedManager): void {
    this.#harnesses = saved.harnesses.map(restoreHarness);
    for (const [model, versions] of saved.pending) {
      this.#pending.set(
        model,
        versions.map(({ version, path }) => ({ version: BigInt(version), path })),
      );
    }
    this.#loading.count = saved.loads;
  }

  /** Forgets versions that are over and not wanted: if they are wanted again, they start anew. */
  #flush(): void {
    const isOver = ({ state }: Harness) =>
      state === 'new' || state === 'disabled' || state === 'error';
    this.#harnesses = this.#harnesses.filter((harness) => harness.wanted || !isOver(harness));
  }

  /** A version that is just being unloaded and is wanted again delays the wish until it is gone. */
  #takeUp(model: string, versions: readonly AspiredVersion[]): void {
    const wanted = new Set(versions.map(({ version }) => version));
    const own = this.#harnesses.filter((harness) => harness.model === model);
    const isGoing = ({ state, version }: Harness) =>
      wanted.has(version) && (state === 'quiescing' || state === 'disabled');
    if (own.some(isGoing)) return;
    this.#pending.delete(model);
    for (const harness of own) {
      const before = harness.wanted;
      harness.wanted = wanted.has(harness.version);
      if (harness.wanted !== before) this.#options.changed();
      if (!harness.wanted && harness.state === 'waiting') this.#loading.cancel(harness);
    }
    const known = new Set(own.map(({ version }) => version));
    for (const { version, path } of versions) {
      if (known.has(version)) continue;
      this.#harnesses.push(new Harness(model, version, path));
      this.#options.monitor.publish(model, version, 'START');
      this.#options.changed();
    }
  }

  #next(): Task | undefined {
    const going = this.#harnesses.find(({ state }) => state === 'quiescing');
    if (going !== undefined) return () => unloadVersion(going, this.#options);
    const now = this.#options.environment.clock.now();
    const due = this.#harnesses.find(({ state, retryAt }) => state === 'waiting' && retryAt <= now);
    if (due !== undefined) return () => this.#loading.attempt(due, due.retryAt || now);
    return this.#wish();
  }

  /** Of what the policy asks for over all models, an unload comes first. */
  #wish(): Task | undefined {
    const load: Task[] = [];
    for (const model of new Set(this.#harnesses.map((harness) => harness.model))) {
      const own = this.#harnesses.filter((harness) => harness.model === model);
      const wish = nextAction(own.map(({ view }) => view));
      const harness = own.find(({ version }) => version === wish?.version);
      if (wish === undefined || harness === undefined) continue;
      if (wish.action === 'unload') return () => unloadVersion(harness, this.#options);
      load.push(() => this.#loading.first(harness));
    }
    return load[0];
  }
}
