/**
 * The page's kernel: starts the worker at first use, runs one cell at a time, stops it, and puts a fresh worker in the
 * place of one that was ended. What results and output mean is the page's business.
 */
import { PyRuntimeError } from '#errors';
import type {
  CheckpointInfo,
  ConnectServing,
  KernelEvent,
  KernelOptions,
  RunRequest,
  RunResult,
} from '#protocol';
import type { KernelClientEvent, KernelStatus } from './kernel-events';
import { KernelEnded, KernelProcess, type KernelWorker, type ServedFiles } from './kernel-process';
import { Patience } from './patience';
import { Job, RunQueue, type QueuedRun } from './run-queue';
import { errorOutput, receiveErrors } from './wire-errors';

export interface KernelClientOptions {
  readonly kernel: KernelOptions;
  readonly onEvent: (event: KernelClientEvent) => void;
  /** Serves the page's files to one worker; without it the worker is on its own. */
  readonly serveFiles?: () => Promise<ServedFiles>;
  /** Connects one worker with the container host; without it there is none. */
  readonly connectServing?: ConnectServing;
  /** Makes the worker; only tests give their own. */
  readonly spawn?: () => KernelWorker;
}

const KILLED = 'The cell did not stop by itself, so its kernel was ended and a fresh one started.';
const KEPT =
  'Files are kept. Run the cells above again, or restore a checkpoint, to get variables back.';

const UNREACHED =
  'Its files come from where the page came from: check the connection, then run the cell again.';

function spawnKernel(): Worker {
  return new Worker(new URL('../../workers/kernel.worker.ts', import.meta.url), {
    type: 'module',
    name: 'kernel',
  });
}

export class KernelClient {
  readonly #options: KernelClientOptions;
  readonly #queue = new RunQueue((job) => void this.#execute(job));
  #process: KernelProcess | undefined;
  #stopping: Patience | undefined;
  #status: KernelStatus = 'off';
  /** Milliseconds that the running work takes to end after a stop; 0 in learner code. */
  #asked = 0;
  #lastRunId = 0;

  constructor(options: KernelClientOptions) {
    this.#options = options;
    receiveErrors();
  }

  get status(): KernelStatus {
    return this.#status;
  }

  /** Starts the worker before it is needed. @throws the kernel's error when it cannot start */
  async warm(): Promise<void> {
    await this.#start().booted;
  }

  /**
   * Queues a cell; its output comes as events with the same `runId`. Queue all cells at once to run them all: the
   * first that fails or is stopped clears the rest.
   */
  run(cell: Omit<RunRequest, 'runId'>): QueuedRun {
    const job = new Job({ ...cell, runId: ++this.#lastRunId });
    this.#queue.push(job);
    return { runId: job.request.runId, result: job.result };
  }

  /**
   * Stops the running cell and clears the queue. `killed` when the cell had not ended after 200 ms, or after the
   * patience that its work asked for, or when called a second time: then a fresh kernel has taken the place of the old.
   */
  stop(): Promise<'gentle' | 'killed'> {
    this.#queue.clear();
    const job = this.#queue.current;
    if (!job) return Promise.resolve('gentle');
    const already = this.#stopping;
    if (already) {
      already.giveUp();
      return already.outcome;
    }
    if (!this.#process?.isReady) {
      this.#end(job, 'stopped');
      return Promise.resolve('gentle');
    }
    this.#process.interrupt();
    const stopping = new Patience(this.#asked, () => this.#kill(job));
    this.#stopping = stopping;
    this.#showStatus();
    return stopping.outcome;
  }

  /** Loads a checkpoint back into its variable. @throws the kernel's error, for example when the file is damaged */
  async restore(checkpoint: CheckpointInfo): Promise<void> {
    const process = this.#start();
    await process.booted;
    await process.restore(checkpoint);
  }

  /** Ends the worker for good; what was running ends as stopped. */
  dispose(): void {
    this.#queue.clear();
    this.#process?.terminate('The page has closed its kernel.');
    this.#process = undefined;
    this.#showStatus();
  }

  #start(): KernelProcess {
    if (this.#process) return this.#process;
    const { kernel, spawn = spawnKernel, serveFiles, connectServing } = this.#options;
    const observer = {
      onEvent: (event: KernelEvent) => this.#receive(event),
      onDeath: (message: string) => this.#bury(process, message),
    };
    const process: KernelProcess = new KernelProcess(
      spawn(),
      kernel,
      observer,
      serveFiles,
      connectServing,
    );
    this.#process = process;
    this.#showStatus();
    process.booted.then(
      () => this.#showStatus(),
      () => this.#drop(process),
    );
    return process;
  }

  async #execute(job: Job): Promise<void> {
    const { request } = job;
    try {
      const process = this.#start();
      await process.booted;
      if (this.#queue.current !== job) return;
      const { runId, lesson, cellId } = request;
      job.start();
      this.#showStatus();
      this.#options.onEvent({ type: 'started', runId, lesson, cellId });
      const result = await process.run(request);
      if (this.#queue.current === job) this.#end(job, result);
    } catch (error) {
      if (this.#queue.current === job) this.#fail(job, error);
    }
  }

  /** A result that is not `ok` clears the rest of the queue. */
  #end(job: Job, result: RunResult | 'error' | 'stopped'): void {
    job.settle(result);
    if (typeof result === 'string' || result.status !== 'ok') this.#queue.clear();
    this.#stopping?.end();
    this.#stopping = undefined;
    this.#asked = 0;
    this.#queue.end(job);
    this.#showStatus();
  }

  #fail(job: Job, error: unknown): void {
    if (error instanceof KernelEnded) return this.#end(job, 'stopped');
    this.#receive({ type: 'output', runId: job.request.runId, output: errorOutput(error) });
    this.#end(job, 'error');
  }

  #kill(job: Job): void {
    const process = this.#process;
    process?.terminate(KILLED);
    this.#process = undefined;
    this.#end(job, 'stopped');
    if (process) this.#renew(process, KILLED);
  }

  /** The worker died by itself: most often the tab ran out of memory, or the worker's files did not load. */
  #bury(process: KernelProcess, message: string): void {
    if (!this.#drop(process)) return;
    const job = this.#queue.current;
    const died = process.isReady
      ? new PyRuntimeError(`The kernel ended by itself: ${message}`, { hint: KEPT })
      : new PyRuntimeError(`The kernel could not be loaded: ${message}`, { hint: UNREACHED });
    if (job) this.#fail(job, died);
    if (process.isReady) this.#renew(process, died.message);
  }

  #renew(old: KernelProcess, reason: string): void {
    this.#start();
    this.#options.onEvent({ type: 'restarted', reason, lost: old.cells });
  }

  /** Forgets a process that is of no more use. False if another has taken its place. */
  #drop(process: KernelProcess): boolean {
    if (this.#process !== process) return false;
    process.terminate('The kernel is not in use.');
    this.#process = undefined;
    this.#showStatus();
    return true;
  }

  #receive(event: KernelEvent): void {
    if (event.type === 'busy') {
      if (event.runId !== this.#queue.current?.request.runId) return;
      this.#asked = event.patience;
      this.#stopping?.extend(event.patience);
    }
    this.#options.onEvent(event);
  }

  #statusNow(): KernelStatus {
    if (!this.#process) return 'off';
    if (!this.#process.isReady) return 'starting';
    if (this.#stopping) return 'stopping';
    return this.#queue.current?.isRunning ? 'running' : 'idle';
  }

  #showStatus(): void {
    const status = this.#statusNow();
    if (status === this.#status) return;
    this.#status = status;
    this.#options.onEvent({ type: 'status', status });
  }
}
