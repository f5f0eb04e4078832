/** Cells that wait for the kernel, one running at a time. */
import type { RunRequest, RunResult } from '#protocol';

export interface QueuedRun {
  readonly runId: number;
  /** Never rejects. `cleared`: an earlier run failed, or a stop came, before this one began. */
  readonly result: Promise<RunResult | 'cleared'>;
}

export class Job {
  readonly request: RunRequest;
  readonly result: Promise<RunResult | 'cleared'>;
  #settle!: (result: RunResult | 'cleared') => void;
  #started: number | undefined;

  constructor(request: RunRequest) {
    this.request = request;
    this.result = new Promise((resolve) => (this.#settle = resolve));
  }

  start(): void {
    this.#started = performance.now();
  }

  get isRunning(): boolean {
    return this.#started !== undefined;
  }

  /** `error` and `stopped` stand for a run whose kernel can no longer tell how it ended. */
  settle(result: RunResult | 'cleared' | 'error' | 'stopped'): void {
    if (result !== 'error' && result !== 'stopped') return this.#settle(result);
    const elapsed = this.#started === undefined ? 0 : performance.now() - this.#started;
    this.#settle({ status: result, elapsed, ranOn: undefined, reads: [], declares: [] });
  }
}

export class RunQueue {
  #waiting: Job[] = [];
  #current: Job | undefined;
  readonly #begin: (job: Job) => void;

  /** @param begin called for each job when its turn comes; `end` must follow */
  constructor(begin: (job: Job) => void) {
    this.#begin = begin;
  }

  get current(): Job | undefined {
    return this.#current;
  }

  push(job: Job): void {
    this.#waiting.push(job);
    this.#advance();
  }

  /** Drops what has not begun. */
  clear(): void {
    for (const job of this.#waiting.splice(0)) job.settle('cleared');
  }

  /** The job is over. False if it was already. */
  end(job: Job): boolean {
    if (this.#current !== job) return false;
    this.#current = undefined;
    this.#advance();
    return true;
  }

  #advance(): void {
    if (this.#current) return;
    this.#current = this.#waiting.shift();
    if (this.#current) this.#begin(this.#current);
  }
}
