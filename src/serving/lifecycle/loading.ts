/** Gets one version loaded: attempts, what the log says of them, and what is kept for a restart. */
import { StatusError, type ModelFiles } from '#executor';
import type { Environment } from '../environment';
import type { KeptFiles } from '../model-server';
import type { Harness } from './harness';
import { statusOf } from '../errors';
import { modelFiles } from './recorded-files';
import { AT, nameOf } from '../log-sources';
import type { StateMonitor } from './state-monitor';
import type { LoadedVersion, VersionLoader } from './version-loader';

export interface ManagerOptions {
  readonly environment: Environment;
  readonly loader: VersionLoader;
  readonly monitor: StateMonitor;
  readonly kept: KeptFiles | undefined;
  /** `--max_num_load_retries` */
  readonly retries: number;
  /** `--load_retry_interval_micros`, in milliseconds */
  readonly retryIntervalMs: number;
  /** What `save` returns has changed. */
  readonly changed: () => void;
}

export class Loading {
  readonly #options: ManagerOptions;
  /** Loads so far: the next one's key. */
  count = 0;

  constructor(options: ManagerOptions) {
    this.#options = options;
  }

  /** A version's first attempt, with what is said before it. */
  async first(harness: Harness): Promise<void> {
    const name = nameOf(harness.model, harness.version);
    this.#info(AT.reserved, `Successfully reserved resources to load servable ${name}`);
    this.#info(AT.approving, `Approving load for servable version ${name}`);
    this.#options.monitor.publish(harness.model, harness.version, 'LOADING');
    this.#info(AT.loading, `Loading servable version ${name}`);
    await this.attempt(harness, this.#options.environment.clock.now());
  }

  /** @param scheduled when this attempt was due: retries keep their interval even if nobody was there in time */
  async attempt(harness: Harness, scheduled: number): Promise<void> {
    const { environment, loader, retries, retryIntervalMs } = this.#options;
    const what = `Loading servable: ${nameOf(harness.model, harness.version)}`;
    if (harness.attempts > 0)
      this.#info(AT.retrying, `Retrying of ${what} retry: ${harness.attempts}`);
    harness.state = 'loading';
    harness.error = undefined;
    try {
      const { loaded, read } = await loader.load(modelFiles(environment.files, harness.path));
      harness.loaded = loaded;
      harness.key = await this.#keep(read);
    } catch (thrown) {
      harness.error = statusOf(thrown);
      environment.log.log('E', AT.attemptFailed, `${what} failed: ${harness.error}`);
    }
    harness.attempts++;
    const { error } = harness;
    if (error !== undefined && harness.attempts <= retries) {
      harness.state = 'waiting';
      harness.retryAt = scheduled + Math.max(retryIntervalMs, 0);
      return;
    }
    if (harness.attempts === retries + 1) {
      this.#info(AT.exhausted, `Retrying of ${what} exhausted max_num_retries: ${retries}`);
    }
    if (error === undefined) this.#ready(harness);
    else this.#fail(harness, error);
  }

  #ready(harness: Harness): void {
    const name = nameOf(harness.model, harness.version);
    harness.state = 'ready';
    this.#info(AT.loaded, `Successfully loaded servable version ${name}`);
    this.#options.monitor.publish(harness.model, harness.version, 'AVAILABLE');
  }

  #fail(harness: Harness, error: StatusError): void {
    const { environment, monitor } = this.#options;
    const name = nameOf(harness.model, harness.version);
    harness.state = 'error';
    monitor.publish(harness.model, harness.version, 'END', error.code, error.message);
    this.#info(AT.failed, `Encountered an error for servable version ${name}: ${error}`);
    environment.log.log('E', AT.notLoaded, `Servable ${name} cannot be loaded: ${error}`);
  }

  /** Gives up on a version that waits for its next attempt. */
  cancel(harness: Harness): void {
    const what = `Loading servable: ${nameOf(harness.model, harness.version)}`;
    this.#info(AT.cancelled, `Retrying of ${what} was cancelled.`);
    this.#fail(
      harness,
      harness.error ?? new StatusError('CANCELLED', 'Loading of servable cancelled'),
    );
  }

  /** Without the copies, say for want of space, a restart reads the directory again. */
  async #keep(read: ReadonlyMap<string, Uint8Array>): Promise<string | undefined> {
    const key = `load-${this.count++}`;
    try {
      await this.#options.kept?.keep(key, read);
      return this.#options.kept && key;
    } catch {
      return undefined;
    }
  }

  /** What runs on a version that was loaded before this process began. @throws StatusError */
  async reopen(harness: Harness): Promise<LoadedVersion> {
    const { environment, kept, loader } = this.#options;
    const own = modelFiles(environment.files, harness.path);
    const places: ModelFiles[] =
      kept && harness.key !== undefined ? [kept.open(harness.key, harness.path), own] : [own];
    let failure: unknown;
    for (const files of places) {
      try {
        harness.loaded = await loader.reopen(files);
        return harness.loaded;
      } catch (error) {
        if (files !== own) this.#tellOfLostCopy(harness, statusOf(error));
        failure ??= error;
      }
    }
    const error = statusOf(failure);
    if (harness.state === 'ready') this.#fail(harness, error);
    throw error;
  }

  /** The real server has no copies, so it has no words for this. */
  #tellOfLostCopy({ model, version, path }: Harness, error: StatusError): void {
    const name = nameOf(model, version);
    const text = `The copy of servable version ${name} cannot be read: ${error}. Reading it again from ${path}, as it is there now.`;
    this.#options.environment.log.log('W', AT.lostCopy, text);
  }

  #info(source: string, text: string): void {
    this.#options.environment.log.log('I', source, text);
  }
}
