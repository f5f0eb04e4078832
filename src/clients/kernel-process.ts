/** One kernel worker from its start to its end. It is never restarted: the client makes another. */
import type {
  CheckpointInfo,
  ConnectServing,
  KernelApi,
  KernelEvent,
  KernelOptions,
  PageFiles,
  RunRequest,
  RunResult,
} from '#protocol';
import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { CellRef } from './kernel-events';

/** What the client uses of a `Worker`; tests give a fake one. */
export type KernelWorker = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

/** The page's files, made ready for one worker. */
export interface ServedFiles extends PageFiles {
  close(): void;
}

/** The worker is gone, and with it whatever it still owed. */
export class KernelEnded extends Error {
  override readonly name = 'KernelEnded';
  readonly code = 'kernel-ended';
}

export interface ProcessObserver {
  readonly onEvent: (event: KernelEvent) => void;
  /** Called once when the worker dies by itself, with the browser's message. */
  readonly onDeath: (message: string) => void;
}

/** For promises whose failure is told elsewhere. */
function ignore(): void {}

export class KernelProcess {
  readonly #worker: KernelWorker;
  readonly #api: Remote<KernelApi>;
  readonly #cells = new Map<string, CellRef>();
  #end!: (reason: KernelEnded) => void;
  readonly #ended: Promise<never>;
  #alive = true;
  #files: ServedFiles | undefined;
  #ready = false;
  /** Resolves when cells can run; rejects with `KernelEnded`, or with the kernel's own error, if that fails. */
  readonly booted: Promise<void>;

  constructor(
    worker: KernelWorker,
    options: KernelOptions,
    observer: ProcessObserver,
    serveFiles?: () => Promise<ServedFiles>,
    connectServing?: ConnectServing,
  ) {
    this.#worker = worker;
    this.#api = wrap<KernelApi>(worker);
    this.#ended = new Promise<never>((_, reject) => (this.#end = reject));
    worker.addEventListener('error', (event) => this.#die(event as ErrorEvent, observer));
    const emit = (event: KernelEvent) => {
      if (this.#alive) observer.onEvent(event);
    };
    this.booted = this.#call(this.#boot(options, emit, serveFiles, connectServing)).then(() => {
      this.#ready = true;
    });
    this.booted.catch(ignore);
  }

  /** True once `booted` has resolved. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** Cells that have run in this worker, each once, in order of their first run. */
  get cells(): readonly CellRef[] {
    return [...this.#cells.values()];
  }

  /** @throws KernelEnded if the worker is ended meanwhile */
  run(request: RunRequest): Promise<RunResult> {
    const { lesson, cellId } = request;
    this.#cells.set(`${lesson}/${cellId}`, { lesson, cellId });
    return this.#call(this.#api.run(request));
  }

  /** Asks the running cell to stop; does not wait, since a busy worker does not answer. */
  interrupt(): void {
    this.#call(this.#api.interrupt()).catch(ignore);
  }

  /** @throws KernelEnded, or the kernel's error */
  restore(checkpoint: CheckpointInfo): Promise<void> {
    return this.#call(this.#api.restore(checkpoint));
  }

  /** Ends the worker at once and rejects what it owed. Safe to call twice. */
  terminate(reason: string): void {
    this.#alive = false;
    this.#worker.terminate();
    this.#files?.close();
    this.#ended.catch(ignore);
    this.#end(new KernelEnded(reason));
  }

  async #boot(
    options: KernelOptions,
    emit: (event: KernelEvent) => void,
    serveFiles: (() => Promise<ServedFiles>) | undefined,
    connectServing: ConnectServing | undefined,
  ): Promise<void> {
    const files = await serveFiles?.();
    if (!this.#alive) return files?.close();
    this.#files = files;
    const { storage, port } = files ?? {};
    const sent = storage && port && transfer({ storage, port }, [port]);
    await this.#api.boot(options, proxy(emit), sent, connectServing && proxy(connectServing));
  }

  #die(event: ErrorEvent, observer: ProcessObserver): void {
    if (!this.#alive) return;
    const message = event.message || 'the browser gave no reason.';
    this.terminate(message);
    observer.onDeath(message);
  }

  #call<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.#ended]);
  }
}
