/**
 * Chooses a backend for each program, starts it, and moves on to the next one when it cannot run the program or its
 * device was lost. Loads only the backends that it starts.
 */
import { NotImplementedError, PyRuntimeError, ValueError } from '#errors';
import { probeAdapter, type AdapterProbe } from './adapter';
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
  forcedReason,
  lostCause,
  reasonFor,
  uncoveredCause,
} from './choice';

const LET_CHOOSE = 'Remove ?backend= from the address to let the app choose.';

export interface EngineOptions {
  /** Use this backend and no other, as `?backend=` asks. After the loss of its device the next one runs all the same. */
  readonly forced?: BackendId | undefined;
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
  /** Frees the devices. */
  dispose(): void;
}

/** @throws ValueError for a forced backend of unknown name */
export function createEngine(options: EngineOptions): Engine {
  return new TfjsEngine(options);
}

class TfjsEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #started = new Map<BackendId, Promise<Backend>>();
  readonly #lost = new Set<BackendId>();
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
    const against = [...causes];
    for (const id of order) {
      const backend = await this.#usable(id, program, against);
      if (!backend) continue;
      try {
        const session = await backend.open(program, state, seed);
        const info = { ...backend.info, reason: this.#reason(id, against) };
        this.#announce(info);
        return { session, backend: info };
      } catch (error) {
        if (!(error instanceof DeviceLostError)) throw error;
        against.push(lostCause(id));
      }
    }
    throw new NotImplementedError(`No backend can run this program: ${against.join('; ')}.`);
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
    if (!this.#lost.has(forced)) return { order: [forced], causes: [] };
    return { order: BACKEND_IDS.slice(BACKEND_IDS.indexOf(forced)), causes: [] };
  }

  /** The backend if it is there and covers the program; else says in `against` why not. */
  async #usable(id: BackendId, program: Program, against: string[]): Promise<Backend | undefined> {
    if (this.#lost.has(id)) {
      against.push(lostCause(id));
      return undefined;
    }
    try {
      const backend = await this.#start(id);
      const missing = backend.uncovered(program);
      if (missing.length === 0) return backend;
      against.push(uncoveredCause(id, missing));
    } catch (error) {
      if (isLoadFailure(error)) throw notLoaded(id, error);
      if (this.#options.forced === id) throw notThere(id, error);
      against.push(failedCause(id, error));
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
      const [{ TfjsBackend }, driver] = await Promise.all([
        import('./tfjs/backend'),
        this.#startDriver(id),
      ]);
      const backend = new TfjsBackend(driver, this.#reason(id, []));
      void backend.lost.then(() => this.#lost.add(id));
      return backend;
    } finally {
      this.#options.onLoading?.(undefined);
    }
  }

  async #startDriver(id: BackendId) {
    switch (id) {
      case 'webgpu':
        return (await import('./loaders/webgpu')).startWebgpu(await this.#probed());
      case 'wasm':
        return (await import('./loaders/wasm')).startWasm(this.#options.assetUrl);
      case 'webgl':
        return (await import('./loaders/webgl')).startWebgl();
      case 'cpu':
        return (await import('./loaders/cpu')).startCpu();
    }
  }

  #probed(): Promise<AdapterProbe> {
    return (this.#probe ??= probeAdapter());
  }

  #reason(id: BackendId, against: readonly string[]): string {
    return id === this.#options.forced ? forcedReason(id) : reasonFor(id, against);
  }

  #announce(info: BackendInfo): void {
    const before = this.#info;
    this.#info = info;
    if (before?.id === info.id && before.reason === info.reason) return;
    this.#options.onBackend(info);
  }
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
  return new PyRuntimeError(`TensorFlow.js for the backend '${id}' could not be loaded.`, {
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
