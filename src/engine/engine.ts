/**
 * Chooses a backend for each program, starts it, and moves on to the next one when it cannot run the program or its
 * device was lost. Loads only the backends that it starts.
 */
import { NotImplementedError, PyRuntimeError, ValueError } from '#errors';
import { NO_PROBE, probeAdapter, type AdapterProbe } from './adapter';
import {
  type Backend,
  type BackendId,
  type BackendInfo,
  DeviceLostError,
  type Program,
  type Session,
  type SessionState,
} from './backend';
import {
  BACKEND_IDS,
  type Choice,
  chooseOrder,
  failedCause,
  forcedOrder,
  forcedReason,
  lostCause,
  orderAfterLoss,
  reasonFor,
  sharingDevice,
  uncoveredCause,
} from './choice';
import { startBackend } from './start-backend';

const LET_CHOOSE = 'Remove ?backend= from the address to let the app choose.';

export interface EngineOptions {
  /**
   * Use this backend, as `?backend=` asks, or TensorFlow.js on the same device where it does not cover a program. After
   * the loss of its device another one runs all the same.
   */
  readonly forced?: BackendId | undefined;
  /** How many threads the WASM engine takes where the page may share memory. Default: as many as pay. */
  readonly threads?: number | undefined;
  /** Maps the bundler's address of a .wasm file to the one to fetch; by default it stays. */
  readonly assetUrl?: ((url: string) => string) | undefined;
  /** Told which backend runs, whenever that or its reason changes. */
  onBackend(info: BackendInfo): void;
  /** Told which backend is being loaded, and undefined when that is over. */
  readonly onLoading?: ((id: BackendId | undefined) => void) | undefined;
}

export interface OpenedSession {
  readonly session: Session;
  readonly backend: BackendInfo;
}

export interface Engine {
  /** The backend of the session opened last. */
  readonly info: BackendInfo | undefined;
  /**
   * Opens a session on the fastest backend that covers the program.
   * @throws NotImplementedError when none does; PyRuntimeError when the forced backend is not there
   */
  open(program: Program, state: SessionState, seed: number): Promise<OpenedSession>;
  /**
   * Starts the backend that the next program will most likely run on, and lets it take a step, so that the learner need
   * not wait for either. A GPU that does not get through, or to the right results, is not used. Never rejects.
   */
  warmUp(): Promise<void>;
  /** Frees the devices. */
  dispose(): void;
}

/** @throws ValueError for a forced backend of unknown name */
export function createEngine(options: EngineOptions): Engine {
  return new ChoosingEngine(options);
}

/** Why the backends tried so far do not run a program. */
interface Against {
  readonly causes: string[];
  /** What kept those from starting that did not start. */
  readonly failures: unknown[];
}

class ChoosingEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #started = new Map<BackendId, Promise<Backend>>();
  readonly #lost = new Set<BackendId>();
  /** What kept a GPU from a rehearsal: its driver compiles or computes something else than it should. */
  readonly #failed = new Map<BackendId, unknown>();
  #probe: Promise<AdapterProbe> | undefined;
  #info: BackendInfo | undefined;

  constructor(options: EngineOptions) {
    const { forced } = options;
    if (forced && !BACKEND_IDS.includes(forced)) {
      throw new ValueError(
        `Unknown backend: '${forced}'. Expected one of ${BACKEND_IDS.join(', ')}.`,
        { hint: LET_CHOOSE },
      );
    }
    this.#options = options;
  }

  get info(): BackendInfo | undefined {
    return this.#info;
  }

  async open(program: Program, state: SessionState, seed: number): Promise<OpenedSession> {
    const { order, causes } = await this.#choice();
    const against: Against = { causes: [...causes], failures: [] };
    for (const id of order) {
      const backend = await this.#usable(id, program, against);
      if (!backend) continue;
      try {
        const session = await backend.open(program, state, seed);
        const info = { ...backend.info, reason: this.#reason(id, against.causes) };
        this.#announce(info);
        return { session, backend: info };
      } catch (error) {
        if (!(error instanceof DeviceLostError)) throw error;
        const missing = backend.uncovered(program);
        addCause(against, missing.length > 0 ? uncoveredCause(id, missing) : lostCause(id));
      }
    }
    throw this.#refusal(against);
  }

  async warmUp(): Promise<void> {
    try {
      const { order } = await this.#choice();
      const id = order[0]!;
      const backend = await this.#start(id);
      const { rehearse } = await import('./rehearsal');
      await rehearse(backend).catch((error: unknown) => this.#distrust(id, error));
    } catch {
      // The next `open` meets the same failure and says so.
    }
  }

  #distrust(id: BackendId, error: unknown): void {
    if (id === 'webgpu' && !(error instanceof DeviceLostError)) this.#failed.set(id, error);
  }

  dispose(): void {
    for (const started of this.#started.values()) {
      started.then((backend) => backend.dispose()).catch(() => undefined);
    }
    this.#started.clear();
  }

  async #choice(): Promise<Choice> {
    const { forced } = this.#options;
    if (!forced) return chooseOrder(await this.#probed());
    return this.#lost.has(forced) ? orderAfterLoss(forced) : forcedOrder(forced);
  }

  /** The backend if it is there and covers the program; else says in `against` why not. */
  async #usable(id: BackendId, program: Program, against: Against): Promise<Backend | undefined> {
    if (this.#lost.has(id)) {
      addCause(against, lostCause(id));
      return undefined;
    }
    try {
      if (this.#failed.has(id)) throw this.#failed.get(id);
      const backend = await this.#start(id);
      const missing = backend.uncovered(program);
      if (missing.length === 0) return backend;
      addCause(against, uncoveredCause(id, missing));
    } catch (error) {
      if (isLoadFailure(error)) throw notLoaded(id, error);
      against.failures.push(error);
      addCause(against, failedCause(id, error));
    }
    return undefined;
  }

  #start(id: BackendId): Promise<Backend> {
    const known = this.#started.get(id);
    if (known) return known;
    const starting = this.#load(id);
    this.#started.set(id, starting);
    starting.catch(() => this.#started.delete(id));
    return starting;
  }

  async #load(id: BackendId): Promise<Backend> {
    this.#options.onLoading?.(id);
    try {
      const probe = id.endsWith('webgpu') ? await this.#probed() : NO_PROBE;
      const { assetUrl, threads } = this.#options;
      const backend = await startBackend(id, { probe, assetUrl, threads });
      void backend.lost.then(() => sharingDevice(id).forEach((lost) => this.#lost.add(lost)));
      return backend;
    } finally {
      this.#options.onLoading?.(undefined);
    }
  }

  #probed(): Promise<AdapterProbe> {
    return (this.#probe ??= probeAdapter());
  }

  #reason(id: BackendId, causes: readonly string[]): string {
    return id === this.#options.forced ? forcedReason(id) : reasonFor(id, causes);
  }

  #refusal({ failures, causes }: Against): Error {
    const { forced } = this.#options;
    const hasStarted = failures.length < causes.length;
    if (forced && !hasStarted) return notThere(forced, failures[0]);
    return new NotImplementedError(`No backend can run this program: ${causes.join('; ')}.`);
  }

  #announce(info: BackendInfo): void {
    const before = this.#info;
    this.#info = info;
    if (before?.id === info.id && before.reason === info.reason) return;
    this.#options.onBackend(info);
  }
}

function addCause({ causes }: Against, cause: string): void {
  if (!causes.includes(cause)) causes.push(cause);
}

/** Whether the code did not arrive, which says nothing about what could run; browsers word it differently. */
function isLoadFailure(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /dynamically imported module|Importing a module script failed|Failed to fetch/.test(
      error.message,
    )
  );
}

function notLoaded(id: BackendId, error: unknown): PyRuntimeError {
  return new PyRuntimeError(`The code of the backend '${id}' could not be loaded.`, {
    hint: 'Check the connection, then run the cell again.',
    cause: error,
  });
}

function notThere(id: BackendId, error: unknown): PyRuntimeError {
  const detail = error instanceof Error ? error.message : String(error);
  return new PyRuntimeError(`The backend '${id}' was asked for but cannot run here: ${detail}`, {
    hint: LET_CHOOSE,
    cause: error,
  });
}
