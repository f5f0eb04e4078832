/** The page's way to the Device lab's worker: one worker for a run, ended with it or by a stop. */
import { PyRuntimeError } from '#errors';
import type { LabApi, LabEvent, LabOptions } from '#protocol';
import { proxy, wrap } from 'comlink';
import { receiveErrors } from './wire-errors';

/** What the client uses of a `Worker`. */
export type LabWorker = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

function spawnLab(): Worker {
  return new Worker(new URL('../../workers/lab.worker.ts', import.meta.url), {
    type: 'module',
    name: 'lab',
  });
}

export class LabClient {
  readonly #spawn: () => LabWorker;

  /** @param spawn makes the worker; only tests give their own */
  constructor(spawn: () => LabWorker = spawnLab) {
    this.#spawn = spawn;
    receiveErrors();
  }

  /**
   * Measures until all rounds are over, or until `signal` is aborted: then the worker is ended at once.
   * @throws the signal's reason after a stop; PyRuntimeError when the worker ended by itself; the lab's own errors
   */
  async run(
    options: LabOptions,
    onEvent: (event: LabEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const worker = this.#spawn();
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      worker.addEventListener('error', (event) => {
        const reason = (event as ErrorEvent).message || 'the browser gave no reason';
        reject(new PyRuntimeError(`The lab ended by itself: ${reason}.`));
      });
    });
    const emit = (event: LabEvent) => {
      if (!signal.aborted) onEvent(event);
    };
    try {
      await Promise.race([wrap<LabApi>(worker).run(options, proxy(emit)), ended]);
    } finally {
      worker.terminate();
    }
  }
}
