/** One program on WebGPU: everything that it needs lies on the device from open to close. */
import { PyRuntimeError } from '#errors';
import type { NDArray } from '#tensor';
import type { Program, Session, SessionState } from '../backend';
import type { DeviceGuard } from '../device-guard';
import { hostArray } from '../dtypes';
import { batchOf, BoundArrays, checkBatch, checkWhole } from '../feeds';
import { HostTotals } from '../host-totals';
import type { Plan } from '../plan';
import { RandomSource } from '../random';
import { SessionBuffers } from './buffers';
import { MOST_STEPS } from './chunk-size';
import { sizeFor } from './compile';
import { type FeedData, feedData } from './data';
import type { Pipelines } from './pipelines';
import { ReadBack } from './read-back';
import { resultArrays } from './results';
import { encodeRun, type RoutineName, Routines } from './routines';
import { StepQueue } from './step-queue';
import { TrainedState } from './trained-state';

/** What sessions of one device share. */
export interface SessionHost {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  readonly guard: DeviceGuard;
}

/** What lies in the data buffer. */
interface Loaded {
  readonly feeds: readonly FeedData[];
  /** Of each feed, in words. */
  readonly starts: readonly number[];
}

export class WebgpuSession implements Session {
  readonly #host: SessionHost;
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #routines: Routines;
  readonly #buffers: SessionBuffers;
  readonly #readBack: ReadBack;
  readonly #state: TrainedState;
  readonly #queue: StepQueue;
  readonly #bound: BoundArrays;
  readonly #random: RandomSource;
  #totals: HostTotals;
  /** The bound arrays; undefined while others lie in the data buffer. */
  #loaded: Loaded | undefined;
  #isClosed = false;

  /** @throws ValueError when the state does not fit; PyRuntimeError when the device is too small */
  constructor(host: SessionHost, program: Program, plan: Plan, state: SessionState, seed: number) {
    const { device, pipelines } = host;
    this.#host = host;
    this.#program = program;
    this.#plan = plan;
    this.#random = new RandomSource(seed);
    this.#totals = new HostTotals(program.totals);
    this.#bound = new BoundArrays(program.feeds);
    this.#routines = new Routines(program, plan, pipelines);
    const { words } = this.#routines;
    this.#state = new TrainedState(program, plan, this.#routines.state);
    const values = this.#state.write(state);
    this.#buffers = new SessionBuffers(device, pipelines.layout, MOST_STEPS, words.stride);
    this.#readBack = new ReadBack(device);
    const { results } = plan.step;
    const { readBack, buffers } = { readBack: this.#readBack, buffers: this.#buffers };
    this.#queue = new StepQueue({ device, buffers, readBack, words, results });
    this.#upload(values);
  }

  /** Compiles what a training pass or a prediction will most likely need. */
  async prepare(): Promise<void> {
    const forms = this.#routines.likelyForms();
    const names = (['step', 'fetch'] as const).filter((name) => this.#plan[name].ops.length > 0);
    await Promise.all(names.map((name) => this.#routines.get(name, forms)));
  }

  bind(arrays: readonly NDArray[]): void {
    this.#refuseClosed();
    this.#bound.bind(arrays);
    this.#queue.submit(this.#totals);
    this.#loaded = undefined;
  }

  async step(rows: Uint32Array): Promise<void> {
    await this.#guarded(async () => {
      const loaded = this.#loadBound(rows.length);
      const routine = await this.#routines.get('step', formsOf(loaded));
      this.#refuseClosed();
      const scalars = this.#state.nextStep();
      this.#random.nextBatch();
      this.#queue.add(routine, rows, { ...scalars, ...this.#runOf(loaded) });
      if (!this.#queue.isFull) return;
      this.#queue.submit(this.#totals);
      await this.#queue.room();
    });
  }

  fetch(rows: Uint32Array): Promise<NDArray[]> {
    return this.#guarded(() => {
      this.#queue.submit(this.#totals);
      return this.#runOnce('fetch', this.#loadBound(rows.length), rows);
    });
  }

  run(arrays: readonly NDArray[]): Promise<NDArray[]> {
    return this.#guarded(() => {
      checkWhole(arrays, this.#program.feeds);
      const batch = batchOf(this.#plan, arrays);
      const longest = Math.max(1, batch, ...arrays.map(({ shape }) => shape[0] ?? 1));
      this.#queue.submit(this.#totals);
      const loaded = this.#load(arrays);
      this.#loaded = undefined;
      const rows = Uint32Array.from({ length: longest }, (_, row) => row);
      return this.#runOnce('run', loaded, rows, batch);
    });
  }

  readTotals(): Promise<NDArray[]> {
    return this.#guarded(async () => {
      const totals = this.#totals;
      this.#queue.submit(totals);
      await this.#queue.drained();
      return totals.read();
    });
  }

  clearTotals(): void {
    if (this.#isClosed) return;
    this.#queue.submit(this.#totals);
    this.#totals = new HostTotals(this.#program.totals);
  }

  setLearningRate(value: number): void {
    this.#state.rate = value;
  }

  readState(): Promise<SessionState> {
    return this.#guarded(async () => {
      this.#queue.submit(this.#totals);
      const { length, iterations } = this.#state;
      const values = length === 0 ? new Float32Array() : await this.#readState(length);
      return this.#state.read(values, iterations);
    });
  }

  writeState(state: SessionState): void {
    this.#refuseClosed();
    this.#queue.submit(this.#totals);
    this.#upload(this.#state.write(state));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#readBack.destroy();
    this.#buffers.destroy();
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new PyRuntimeError('The session is closed.');
  }

  #guarded<T>(work: () => T | Promise<T>): Promise<T> {
    return this.#host.guard.guard(() => {
      this.#refuseClosed();
      return work();
    });
  }

  #upload(values: Float32Array<ArrayBuffer>): void {
    this.#buffers.reserve('state', values.length);
    this.#host.device.queue.writeBuffer(this.#buffers.get('state'), 0, values);
  }

  #readState(length: number): Promise<Float32Array> {
    const encoder = this.#host.device.createCommandEncoder();
    const buffer = this.#buffers.get('state');
    const arrive = this.#readBack.copy(encoder, { buffer, start: 0, length });
    this.#host.device.queue.submit([encoder.finish()]);
    return arrive();
  }

  /** The bound arrays, uploaded if they are not there. */
  #loadBound(batch: number): Loaded {
    const { arrays } = this.#bound;
    checkBatch(this.#program.feeds, this.#plan, batch);
    return (this.#loaded ??= this.#load(arrays));
  }

  #load(arrays: readonly NDArray[]): Loaded {
    const feeds = arrays.map((array, index) => feedData(array, this.#program.feeds[index]!));
    let words = 0;
    const starts = feeds.map((feed) => {
      const start = words;
      words += feed.words;
      return start;
    });
    if (words > 0) {
      this.#buffers.fill('data', words, (to) =>
        feeds.forEach((feed, index) =>
          feed.write(to.subarray(starts[index]!, starts[index]! + feed.words)),
        ),
      );
    }
    return { feeds, starts };
  }

  #runOf({ starts }: Loaded) {
    return { feedStarts: starts, keyOf: (stream: number) => this.#random.keyOf(stream) };
  }

  async #runOnce(
    name: RoutineName,
    loaded: Loaded,
    rows: Uint32Array,
    batch = rows.length,
  ): Promise<NDArray[]> {
    const routine = await this.#routines.get(name, formsOf(loaded));
    this.#refuseClosed();
    this.#random.nextBatch();
    const { device } = this.#host;
    const { compiled } = routine;
    const { results } = this.#plan[name];
    this.#reserve(compiled, rows, batch);
    const run = { batch, firstRow: 0, slot: 0, rate: 0, factor: 0, ...this.#runOf(loaded) };
    this.#writeBlock(run);
    device.queue.writeBuffer(this.#buffers.get('rows'), 0, new Uint32Array(rows));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    encodeRun(pass, routine, { group: this.#buffers.group, offset: 0, batch });
    pass.end();
    const length = Math.max(1, sizeFor(compiled.resultSize, batch));
    const part = { buffer: this.#buffers.get('results'), start: 0, length };
    const arrive = this.#readBack.copy(encoder, part);
    device.queue.submit([encoder.finish()]);
    const arrays = resultArrays(results, compiled, await arrive(), batch);
    return arrays.map(({ values, shape }, index) =>
      hostArray(values.slice(), shape, results[index]!.dtype),
    );
  }

  #reserve(
    { work, resultSize }: Parameters<typeof resultArrays>[1],
    rows: Uint32Array,
    batch: number,
  ): void {
    this.#buffers.reserve('work', sizeFor(work, batch));
    this.#buffers.reserve('results', sizeFor(resultSize, batch));
    this.#buffers.reserve('rows', rows.length);
  }

  #writeBlock(run: Parameters<Routines['words']['write']>[3]): void {
    const { words } = this.#routines;
    const block = new ArrayBuffer(words.stride);
    words.write(new Int32Array(block), new Float32Array(block), 0, run);
    this.#host.device.queue.writeBuffer(this.#buffers.params, 0, block);
  }
}

function formsOf({ feeds }: Loaded) {
  return feeds.map(({ form }) => form);
}
