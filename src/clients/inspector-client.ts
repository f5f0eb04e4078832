/**
 * The page's way to the inspector's worker: started at the first call, ended when nothing is looked at any more, or
 * when a call takes longer than any sound file would need. The next call then starts a fresh one.
 */
import { PyRuntimeError } from '#errors';
import type { InspectorApi } from '#protocol';
import { transfer, wrap, type Remote } from 'comlink';
import type { ServedFiles } from './kernel-process';
import { receiveErrors } from './wire-errors';

/** What the client uses of a `Worker`. */
export type InspectorWorker = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

export interface InspectorClientOptions {
  /** Serves the page's files to one worker; without it the worker is on its own. */
  readonly serveFiles?: () => Promise<ServedFiles>;
  /** Makes the worker; only tests give their own. */
  readonly spawn?: () => InspectorWorker;
  /** Milliseconds that a call may take. */
  readonly patience?: number;
}

/** An archive of 100 MB takes a few seconds on a slow machine. */
const PATIENCE = 30_000;
const HINT = 'The file may be damaged, or too large for this browser. Download it to look at it.';

function spawnInspector(): Worker {
  return new Worker(new URL('../../workers/inspector.worker.ts', import.meta.url), {
    type: 'module',
    name: 'inspector',
  });
}

/** One worker from start to end. */
interface Running {
  readonly worker: InspectorWorker;
  readonly api: Remote<InspectorApi>;
  readonly booted: Promise<void>;
  /** Rejects when the worker is gone. */
  readonly ended: Promise<never>;
  readonly end: (reason: Error) => void;
}

type Calls = Omit<InspectorApi, 'boot'>;

export class InspectorClient implements Calls {
  readonly #options: InspectorClientOptions;
  #running: Running | undefined;

  constructor(options: InspectorClientOptions = {}) {
    this.#options = options;
    receiveErrors();
  }

  open(path: string): ReturnType<Calls['open']> {
    return this.#call(path, (api) => api.open(path));
  }

  rows(...args: Parameters<Calls['rows']>): ReturnType<Calls['rows']> {
    return this.#call(args[0].path, (api) => api.rows(...args));
  }

  statistics(...args: Parameters<Calls['statistics']>): ReturnType<Calls['statistics']> {
    return this.#call(args[0].path, (api) => api.statistics(...args));
  }

  children(...args: Parameters<Calls['children']>): ReturnType<Calls['children']> {
    return this.#call(args[0].path, (api) => api.children(...args));
  }

  text(...args: Parameters<Calls['text']>): ReturnType<Calls['text']> {
    return this.#call(args[0].path, (api) => api.text(...args));
  }

  bytes(...args: Parameters<Calls['bytes']>): ReturnType<Calls['bytes']> {
    return this.#call(args[0].path, (api) => api.bytes(...args));
  }

  graph(...args: Parameters<Calls['graph']>): ReturnType<Calls['graph']> {
    return this.#call(args[0].path, (api) => api.graph(...args));
  }

  node(...args: Parameters<Calls['node']>): ReturnType<Calls['node']> {
    return this.#call(args[0].path, (api) => api.node(...args));
  }

  /** Ends the worker, and with it the memory that the artifact took. Calls that still run are rejected. */
  end(): void {
    this.#stop(this.#running, new PyRuntimeError('The inspector was closed.'));
  }

  async #call<T>(path: string, use: (api: Remote<InspectorApi>) => Promise<T>): Promise<T> {
    const running = (this.#running ??= this.#start());
    const patience = this.#options.patience ?? PATIENCE;
    const timer = setTimeout(() => {
      const message = `Reading ${path} took longer than ${patience / 1000} s and was stopped.`;
      this.#stop(running, new PyRuntimeError(message, { place: path, hint: HINT }));
    }, patience);
    try {
      const answer = running.booted.then(() => use(running.api));
      return await Promise.race([answer, running.ended]);
    } finally {
      clearTimeout(timer);
    }
  }

  #start(): Running {
    const worker = (this.#options.spawn ?? spawnInspector)();
    let end!: (reason: Error) => void;
    const ended = new Promise<never>((_, reject) => (end = reject));
    // Also rejects when no call is waiting.
    ended.catch(() => undefined);
    const api = wrap<InspectorApi>(worker);
    const running: Running = { worker, api, booted: this.#boot(api, ended), ended, end };
    worker.addEventListener('error', (event) => {
      const reason = (event as ErrorEvent).message || 'the browser gave no reason';
      const message = `The inspector ended by itself: ${reason}.`;
      this.#stop(running, new PyRuntimeError(message, { hint: HINT }));
    });
    return running;
  }

  async #boot(api: Remote<InspectorApi>, ended: Promise<never>): Promise<void> {
    const files = await this.#options.serveFiles?.();
    ended.catch(() => files?.close());
    const { storage, port } = files ?? {};
    await api.boot(storage && port && transfer({ storage, port }, [port]));
  }

  #stop(running: Running | undefined, reason: Error): void {
    if (!running) return;
    running.worker.terminate();
    running.end(reason);
    if (this.#running === running) this.#running = undefined;
  }
}
