/**
 * Training steps on their way to the device: gathered into chunks of one submit each, and their totals on the way back.
 * A steady state makes no buffers and uploads only the rows and scalars of a chunk.
 */
import type { HostTotals } from '../host-totals';
import type { PlanResult } from '../plan';
import type { SessionBuffers } from './buffers';
import { ChunkSize, MOST_STEPS } from './chunk-size';
import { sizeFor } from './compile';
import type { ReadBack } from './read-back';
import { encodeRun, type ReadyRoutine } from './routines';
import { resultArrays } from './results';
import type { RunWords, Words } from './words';

/** Chunks under way beyond which the caller has to wait. */
const MOST_UNDER_WAY = 2;

export interface QueueParts {
  readonly device: GPUDevice;
  readonly buffers: SessionBuffers;
  readonly readBack: ReadBack;
  readonly words: Words;
  readonly results: readonly PlanResult[];
}

export class StepQueue {
  readonly #parts: QueueParts;
  readonly #size: ChunkSize;
  readonly #blocks: ArrayBuffer;
  #rows = new Uint32Array(0);
  #rowsUsed = 0;
  #batches: number[] = [];
  #routine: ReadyRoutine | undefined;
  readonly #underWay = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    const isSingle = parts.results.some(({ tensor }) => tensor.count.isBatched);
    this.#size = new ChunkSize(isSingle ? 1 : undefined);
    this.#blocks = new ArrayBuffer(MOST_STEPS * parts.words.stride);
  }

  get isFull(): boolean {
    return this.#batches.length >= this.#size.steps;
  }

  /** Queues a step. All steps of a chunk are of one routine, which only changes with the bound arrays. */
  add(
    routine: ReadyRoutine,
    rows: Uint32Array,
    run: Pick<RunWords, 'rate' | 'factor' | 'keyOf' | 'feedStarts'>,
  ): void {
    const slot = this.#batches.length;
    const { stride } = this.#parts.words;
    const at = { batch: rows.length, firstRow: this.#rowsUsed, slot };
    const [ints, floats] = [new Int32Array(this.#blocks), new Float32Array(this.#blocks)];
    this.#parts.words.write(ints, floats, (slot * stride) / 4, { ...run, ...at });
    this.#appendRows(rows);
    this.#batches.push(rows.length);
    this.#routine = routine;
  }

  /** Sends what is queued. @param totals what the results are added to when they arrive */
  submit(totals: HostTotals): void {
    const batches = this.#batches;
    if (batches.length === 0) return;
    const begun = performance.now();
    const routine = this.#routine!;
    const rowsUsed = this.#rowsUsed;
    // What cannot be sent is not sent again.
    this.#batches = [];
    this.#rowsUsed = 0;
    const arrived = this.#encode(routine, batches, rowsUsed);
    const done: Promise<void> = arrived
      .then((values) => {
        this.#size.note(batches.length, begun, performance.now());
        this.#addUp(routine, values, batches, totals);
      })
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  /** Resolves when the next chunk may be queued. @throws what kept an earlier one from arriving */
  async room(): Promise<void> {
    while (this.#underWay.size > MOST_UNDER_WAY) await Promise.race(this.#underWay);
    this.#refuseFailure();
  }

  /** Resolves when all that was submitted has been added up. */
  async drained(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#refuseFailure();
  }

  #refuseFailure(): void {
    if (!this.#failure) return;
    const { error } = this.#failure;
    this.#failure = undefined;
    throw error;
  }

  #appendRows(rows: Uint32Array): void {
    const end = this.#rowsUsed + rows.length;
    if (end > this.#rows.length) {
      const grown = new Uint32Array(Math.max(end, MOST_STEPS * rows.length));
      grown.set(this.#rows);
      this.#rows = grown;
    }
    this.#rows.set(rows, this.#rowsUsed);
    this.#rowsUsed = end;
  }

  #encode(
    routine: ReadyRoutine,
    batches: readonly number[],
    rowsUsed: number,
  ): Promise<Float32Array> {
    const { device, buffers, readBack, words } = this.#parts;
    const { work, resultSize } = routine.compiled;
    const largest = Math.max(...batches);
    const slotSize = sizeFor(resultSize, largest);
    buffers.reserve('work', sizeFor(work, largest));
    buffers.reserve('results', resultSize.each > 0 ? slotSize : slotSize * MOST_STEPS);
    buffers.reserve('rows', this.#rows.length);
    device.queue.writeBuffer(buffers.params, 0, this.#blocks, 0, batches.length * words.stride);
    device.queue.writeBuffer(buffers.get('rows'), 0, this.#rows, 0, rowsUsed);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const { group } = buffers;
    batches.forEach((batch, slot) =>
      encodeRun(pass, routine, { group, offset: slot * words.stride, batch }),
    );
    pass.end();
    const length = Math.max(1, slotSize * batches.length);
    const arrive = readBack.copy(encoder, { buffer: buffers.get('results'), start: 0, length });
    device.queue.submit([encoder.finish()]);
    return arrive();
  }

  #addUp(
    { compiled }: ReadyRoutine,
    values: Float32Array,
    batches: readonly number[],
    totals: HostTotals,
  ): void {
    batches.forEach((batch, slot) => {
      const start = slot * compiled.resultSize.fixed;
      const arrays = resultArrays(this.#parts.results, compiled, values.subarray(start), batch);
      arrays.forEach((array, index) => totals.add(index, array.values, array.shape));
    });
  }
}
