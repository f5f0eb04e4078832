/** One run of a cell: what it was asked, whether it is to stop, and what it has said so far. */
import { KeyboardInterrupt } from '#errors';
import type { CellOutput, KernelEvent, RunRequest, RunResult } from '#protocol';
import { Activity } from './activity';
import type { CellNames } from './language';
import { RunOutput } from './output';
import { nextTask } from './pause';

export class Run {
  readonly request: RunRequest;
  readonly activity: Activity;
  readonly output: RunOutput;
  names: CellNames = { reads: [], declares: [] };
  /** Backend of the session opened last. */
  ranOn: string | undefined;
  readonly #controller = new AbortController();
  readonly #start = performance.now();

  constructor(request: RunRequest, emit: (event: KernelEvent) => void) {
    const { runId } = request;
    this.request = request;
    this.output = new RunOutput((output: CellOutput) => emit({ type: 'output', runId, output }));
    this.activity = new Activity((what, patience) => emit({ type: 'busy', runId, what, patience }));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    this.#controller.abort(new KeyboardInterrupt());
  }

  /**
   * Settles as the value does; when the run is stopped before that, throws as soon as the API's work has wound down.
   * @throws KeyboardInterrupt
   */
  async wait<T>(value: T): Promise<Awaited<T>> {
    let onStop!: () => void;
    try {
      return await new Promise<Awaited<T>>((resolve, reject) => {
        onStop = () => void this.#windDown().then(() => reject(new KeyboardInterrupt()));
        Promise.resolve(value).then(resolve, reject);
        if (this.signal.aborted) onStop();
        else this.signal.addEventListener('abort', onStop, { once: true });
      });
    } finally {
      this.signal.removeEventListener('abort', onStop);
    }
  }

  finish(status: RunResult['status']): RunResult {
    this.output.flush();
    const elapsed = performance.now() - this.#start;
    return { status, elapsed, ranOn: this.ranOn, ...this.names };
  }

  /** One task more than idle, so that a call which has just ended can still tell its own result. */
  async #windDown(): Promise<void> {
    await this.activity.idle();
    await nextTask();
  }
}
