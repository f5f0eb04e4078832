/** One program on the SIMD kernels. Everything happens at once, in the call; promises are there for the interface. */
import { PyRuntimeError } from '#errors';
import type { Simd } from '#simd';
import type { NDArray } from '#tensor';
import type { Program, Session, SessionState } from '../backend';
import { hostArray } from '../dtypes';
import { batchOf, BoundArrays, checkBatch, checkWhole } from '../feeds';
import { HostTotals } from '../host-totals';
import type { Plan } from '../plan';
import { RandomSource } from '../random';
import { type FeedSource, feedSource } from './feed-source';
import { RoutineTapes, type RoutineName } from './routine-tapes';
import { SessionMemory } from './session-memory';
import { TrainedState } from './trained-state';

/** Runs work on the memory; what fails for want of memory, or in a kernel, comes out as a `DeviceLostError`. */
export type Guard = <T>(work: () => T) => T;

/** What a session works with. */
export interface SessionHost {
  readonly simd: Simd;
  readonly guard: Guard;
}

export class WasmSession implements Session {
  readonly #guard: Guard;
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #memory: SessionMemory;
  readonly #tapes: RoutineTapes;
  readonly #state: TrainedState;
  readonly #totals: HostTotals;
  readonly #bound: BoundArrays;
  readonly #random: RandomSource;
  /** Of the bound arrays; undefined until they are needed. */
  #sources: readonly FeedSource[] | undefined;
  #isClosed = false;

  /** @throws ValueError when the state does not fit; TooLargeError when memory does not suffice */
  constructor(
    { simd, guard }: SessionHost,
    program: Program,
    plan: Plan,
    state: SessionState,
    seed: number,
  ) {
    this.#guard = guard;
    this.#program = program;
    this.#plan = plan;
    this.#random = new RandomSource(seed);
    this.#totals = new HostTotals(program.totals);
    this.#bound = new BoundArrays(program.feeds);
    this.#memory = new SessionMemory(simd, plan);
    this.#state = new TrainedState(this.#memory, program, plan);
    this.#tapes = new RoutineTapes(this.#memory, plan, this.#state.rule);
    try {
      this.#state.write(state);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  bind(arrays: readonly NDArray[]): void {
    this.#bound.bind(arrays);
    this.#sources = undefined;
  }

  async step(rows: Uint32Array): Promise<void> {
    this.#refuseClosed();
    this.#state.beginStep();
    this.#runRows('step', rows, (values, shape, index) => this.#totals.add(index, values, shape));
    this.#state.endStep();
  }

  async fetch(rows: Uint32Array): Promise<NDArray[]> {
    this.#refuseClosed();
    return this.#runRows('fetch', rows, (...at) => this.#fetched(...at));
  }

  async run(arrays: readonly NDArray[]): Promise<NDArray[]> {
    this.#refuseClosed();
    checkWhole(arrays, this.#program.feeds);
    const batch = batchOf(this.#plan, arrays);
    const sources = this.#sourcesOf(arrays);
    return this.#runOn('run', { sources, batch }, (...at) => this.#fetched(...at));
  }

  async readTotals(): Promise<NDArray[]> {
    this.#refuseClosed();
    return this.#totals.read();
  }

  clearTotals(): void {
    this.#totals.clear();
  }

  setLearningRate(value: number): void {
    this.#state.rate = value;
  }

  async readState(): Promise<SessionState> {
    this.#refuseClosed();
    return this.#state.read();
  }

  writeState(state: SessionState): void {
    this.#refuseClosed();
    this.#state.write(state);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tapes.free();
    this.#memory.free();
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new PyRuntimeError('The session is closed.');
  }

  #runRows<T>(name: RoutineName, rows: Uint32Array, take: Taker<T>): T[] {
    const sources = (this.#sources ??= this.#sourcesOf(this.#bound.arrays));
    checkBatch(this.#program.feeds, this.#plan, rows.length);
    return this.#runOn(name, { sources, batch: rows.length, rows }, take);
  }

  #runOn<T>(name: RoutineName, { sources, batch, rows }: Batch, take: Taker<T>): T[] {
    const tape = this.#guard(() => this.#tapes.get(name, batch, sources));
    this.#random.nextBatch();
    this.#memory.writeKeys(this.#random);
    this.#guard(() => tape.run(sources, rows));
    return tape.results().map(({ values, shape }, index) => take(values, shape, index, name));
  }

  #fetched(values: Float32Array, shape: readonly number[], index: number, name: RoutineName) {
    return hostArray(values, shape, this.#plan[name].results[index]!.dtype);
  }

  #sourcesOf(arrays: readonly NDArray[]): FeedSource[] {
    return arrays.map((array, index) => feedSource(array, this.#program.feeds[index]!));
  }
}

interface Batch {
  readonly sources: readonly FeedSource[];
  readonly batch: number;
  /** Rows of the sources; absent: all. */
  readonly rows?: Uint32Array;
}

type Taker<T> = (
  values: Float32Array,
  shape: readonly number[],
  index: number,
  name: RoutineName,
) => T;
