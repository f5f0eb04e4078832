/**
 * The other threads of a memory. `joinTeam` starts workers, each of which has an instance of the same module on the same
 * memory and runs every tape along with the thread that owns it (`assembly/team.ts`). Members sleep between jobs.
 */
import { instantiateSimd, type Simd } from './simd';
import { Scratch } from './opcodes/scratch';
import type { SimdBinary } from './binary';

/** What a member is told when it starts. */
export interface TeamOrder {
  readonly binary: SimdBinary;
  readonly memory: WebAssembly.Memory;
  /** Its number; 0 is the thread that owns the memory. */
  readonly thread: number;
  /** How many jobs came before its first one. */
  readonly job: number;
}

/** What is needed of a worker. */
export type TeamWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

export interface Team {
  /** With the owner. */
  readonly threads: number;
  /** Ends the members; the memory then has one thread. Safe to call twice. */
  end(): void;
}

const SERVING = 'serving';

/**
 * Starts members until `threads` work on this memory, 8 at most, and resolves when they do; from then on `simd.run` uses them.
 * Memory must be shared (`loadBinary(tier, true)`).
 * @param spawn starts a worker that hands its first message to `serveTeam`
 * @throws Error when a worker does not start; those that did are ended
 */
export async function joinTeam(
  simd: Simd,
  spawn: () => TeamWorker,
  threads: number,
): Promise<Team> {
  if (!simd.binary.isShared) throw new Error('Threads need shared memory.');
  const total = Math.min(threads, Scratch.MostThreads);
  if (!maySleep()) simd.exports.stayAwake();
  const job = simd.exports.jobs();
  const workers: TeamWorker[] = [];
  try {
    for (let thread = 1; thread < total; thread++) workers.push(spawn());
    const { binary, memory } = simd;
    await Promise.all(
      workers.map((worker, i) => start(worker, { binary, memory, thread: i + 1, job })),
    );
  } catch (error) {
    for (const worker of workers) worker.terminate();
    throw error;
  }
  simd.threads = total;
  return new RunningTeam(simd, workers);
}

/**
 * A member's whole life: says that it is there, works until its worker is ended, and lets nobody wait for it if it fails.
 * @param answer posts a message to who started it
 */
export function serveTeam(order: TeamOrder, answer: (message: unknown) => void): void {
  const { serve, giveUp } = instantiateSimd(order.binary, order.memory);
  answer(SERVING);
  try {
    serve(order.thread, order.job);
  } catch (error) {
    giveUp();
    throw error;
  }
}

/** Whether this thread may wait for others asleep, which a page's own may not. */
function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves with the worker's first message. */
function start(worker: TeamWorker, order: TeamOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(), { once: true });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new Error(`A thread does not start: ${event.message || 'its script does not load'}.`));
    });
    worker.postMessage(order);
  });
}

class RunningTeam implements Team {
  readonly #simd: Simd;
  #workers: readonly TeamWorker[];
  readonly threads: number;

  constructor(simd: Simd, workers: readonly TeamWorker[]) {
    this.#simd = simd;
    this.#workers = workers;
    this.threads = workers.length + 1;
  }

  end(): void {
    this.#simd.threads = 1;
    for (const worker of this.#workers) worker.terminate();
    this.#workers = [];
  }
}
