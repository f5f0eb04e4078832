/**
 * A program at work: passes over the data batch by batch, and goes on elsewhere when the device is lost.
 *
 * What survives a lost device is the last snapshot: the state at the start of the pass, and on a GPU one every few
 * seconds within it (variables, slots and sums are read back together, some megabytes). The pass is taken up again
 * right after the snapshot, on the backend that the runtime then gives.
 */
import {
  DeviceLostError,
  type BackendInfo,
  type Program,
  type Session,
  type SessionState,
} from '#engine';
import { KeyboardInterrupt } from '#errors';
import type { NDArray } from '#tensor';
import { nextSeed } from '../../random';
import { getRuntime, type Runtime } from '../../runtime';
import type { Patience } from './patience';

/** Sums over batches in double precision, one list for each of the program's totals. */
export type BatchSums = readonly Float64Array[];

interface Snapshot {
  readonly state: SessionState;
  /** Batches done in this pass. */
  readonly batches: number;
  readonly samples: number;
  readonly sums: BatchSums | undefined;
}

/** How a pass ended. */
export interface PassResult {
  readonly batches: number;
  readonly samples: number;
  readonly sums: BatchSums;
  readonly state: SessionState;
}

export interface PassHooks {
  /** What is done with a batch. Default: `step`. */
  readonly run?: (session: Session, rows: Uint32Array, index: number) => Promise<void>;
  readonly before?: (index: number) => Promise<void> | void;
  /** Called after each batch; true ends the pass. @param done batches done */
  readonly after?: (done: number) => Promise<boolean> | boolean;
  /** Whether the state is needed at the end. Default: the program trains. */
  readonly readState?: boolean;
}

const MILLISECONDS_BETWEEN_SNAPSHOTS = 5_000;
const MOST_RECOVERIES = 4;

export class ProgramSession {
  readonly #program: Program;
  readonly #arrays: readonly NDArray[];
  readonly #what: string;
  readonly #patience: Patience;
  #runtime: Runtime;
  #session: Session;
  #backend: BackendInfo;
  #snapshot: Snapshot;
  #snapshotTime = 0;
  #recoveries = 0;
  #done = 0;
  #samples = 0;
  #learningRate: number | undefined;

  private constructor(
    init: SessionInit,
    opened: { readonly session: Session; readonly backend: BackendInfo },
  ) {
    this.#program = init.program;
    this.#arrays = init.arrays;
    this.#what = init.what;
    this.#patience = init.patience;
    this.#runtime = getRuntime();
    this.#session = opened.session;
    this.#backend = opened.backend;
    this.#snapshot = { state: init.state, batches: 0, samples: 0, sums: undefined };
  }

  /** Opens the program on the best backend and binds the arrays. @throws KeyboardInterrupt after a Stop meanwhile */
  static async open(init: SessionInit): Promise<ProgramSession> {
    const opened = await openAndBind(init.program, init.arrays, init.state);
    await getRuntime().pause();
    if (!getRuntime().signal.aborted) return new ProgramSession(init, opened);
    opened.session.close();
    throw new KeyboardInterrupt();
  }

  get program(): Program {
    return this.#program;
  }

  /** The newest state that is safe on the host. */
  get kept(): SessionState {
    return this.#snapshot.state;
  }

  /** From the next batch on. */
  setLearningRate(rate: number): void {
    if (rate === this.#learningRate) return;
    this.#learningRate = rate;
    this.#attempt(() => this.#session.setLearningRate(rate));
  }

  /** Goes on from another state of the variables. */
  writeState(state: SessionState): void {
    this.#snapshot = { state, batches: 0, samples: 0, sums: undefined };
    this.#attempt(() => this.#session.writeState(state));
  }

  close(): void {
    this.#session.close();
  }

  /** Runs these batches. @throws what the backend throws, but a lost device only when no other backend is left */
  async pass(batches: readonly Uint32Array[], hooks: PassHooks = {}): Promise<PassResult> {
    this.#begin();
    for (;;) {
      try {
        await this.#runBatches(batches, hooks);
        return await this.#finish(hooks);
      } catch (error) {
        if (!(error instanceof DeviceLostError)) throw error;
        await this.#recover(error, batches.length);
      }
    }
  }

  /** Sums so far in this pass, and over how many samples. Waits for the device. */
  async sums(): Promise<{ readonly sums: BatchSums; readonly samples: number }> {
    const fresh = await this.#session.readTotals();
    const base = this.#snapshot.sums;
    const sums = fresh.map((array, i) => addTo(base?.[i], array));
    return { sums, samples: this.#samples };
  }

  #begin(): void {
    this.#attempt(() => this.#session.clearTotals());
    this.#snapshot = { state: this.#snapshot.state, batches: 0, samples: 0, sums: undefined };
    this.#done = 0;
    this.#samples = 0;
    this.#snapshotTime = performance.now();
    this.#patience.start();
  }

  async #runBatches(batches: readonly Uint32Array[], hooks: PassHooks): Promise<void> {
    while (this.#done < batches.length) {
      const rows = batches[this.#done]!;
      await hooks.before?.(this.#done);
      if (hooks.run) await hooks.run(this.#session, rows, this.#done);
      else await this.#session.step(rows);
      this.#done += 1;
      this.#samples += rows.length;
      this.#patience.batchDone();
      await this.#runtime.pause();
      if (await hooks.after?.(this.#done)) return;
      await this.#snapshotIfDue();
    }
  }

  async #finish({ readState = this.#program.training !== undefined }: PassHooks) {
    const { sums, samples } = await this.sums();
    const state = readState ? await this.#session.readState() : this.#snapshot.state;
    this.#snapshot = { state, batches: this.#done, samples, sums: undefined };
    return { batches: this.#done, samples, sums, state };
  }

  async #snapshotIfDue(): Promise<void> {
    if (!canBeLost(this.#backend) || !this.#program.training) return;
    if (performance.now() - this.#snapshotTime < MILLISECONDS_BETWEEN_SNAPSHOTS) return;
    const { sums, samples } = await this.sums();
    const state = await this.#session.readState();
    this.#session.clearTotals();
    this.#snapshot = { state, batches: this.#done, samples, sums };
    this.#snapshotTime = performance.now();
  }

  /** Does what is not awaited; if the device is gone, the next batch finds out. */
  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
    }
  }

  async #recover(error: DeviceLostError, batches: number): Promise<void> {
    const { state, batches: done, samples } = this.#snapshot;
    await this.#reopen(error, state);
    this.#done = done;
    this.#samples = samples;
    if (this.#learningRate !== undefined) this.#session.setLearningRate(this.#learningRate);
    const { id, device } = this.#backend;
    this.#runtime.emit({
      kind: 'note',
      text: `${error.message} ${this.#what} goes on from batch ${done + 1}/${batches} on ${id} (${device}).`,
    });
  }

  async #reopen(error: DeviceLostError, state: SessionState): Promise<void> {
    this.#session.close();
    this.#recoveries += 1;
    if (this.#recoveries > MOST_RECOVERIES) throw error;
    try {
      const opened = await openAndBind(this.#program, this.#arrays, state);
      this.#session = opened.session;
      this.#backend = opened.backend;
    } catch (again) {
      if (!(again instanceof DeviceLostError)) throw again;
      await this.#reopen(again, state);
    }
  }
}

export interface SessionInit {
  readonly program: Program;
  readonly arrays: readonly NDArray[];
  readonly state: SessionState;
  /** For messages: `Training`. */
  readonly what: string;
  readonly patience: Patience;
}

async function openAndBind(
  program: Program,
  arrays: readonly NDArray[],
  state: SessionState,
): Promise<{ readonly session: Session; readonly backend: BackendInfo }> {
  const opened = await getRuntime().open(program, state, nextSeed());
  opened.session.bind(arrays);
  return opened;
}

function canBeLost({ id }: BackendInfo): boolean {
  return id === 'webgpu' || id === 'tfjs-webgpu' || id === 'webgl';
}

function addTo(base: Float64Array | undefined, { data }: NDArray): Float64Array {
  const sum = Float64Array.from(data as ArrayLike<number | bigint>, Number);
  if (base) for (let i = 0; i < sum.length; i++) sum[i]! += base[i]!;
  return sum;
}
