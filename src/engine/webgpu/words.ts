/** The uniform block of one run of a routine: what changes from step to step. */
import type { Plan, PlanOp } from '../plan';

/** Words before the keys: batch, first row, slot, rate, factor, what is not a number, and two that are not used. */
const HEAD = 8;
/** What dynamic offsets are multiples of on every device. */
const ALIGNMENT = 256;

export interface RunWords {
  readonly batch: number;
  /** In the buffer of rows. */
  readonly firstRow: number;
  /** Of the results. */
  readonly slot: number;
  readonly rate: number;
  readonly factor: number;
  keyOf(stream: number): number;
  /** First word of a feed's data. */
  readonly feedStarts: readonly number[];
}

export class Words {
  readonly #streams: readonly number[];
  readonly #feeds: number;

  constructor(plan: Plan) {
    const routines = [plan.step, plan.fetch, plan.run];
    this.#streams = [...new Set(routines.flatMap(({ ops }) => ops.flatMap(streamsOf)))];
    this.#feeds = plan.feeds.length;
  }

  /** Bytes from one block to the next. */
  get stride(): number {
    return Math.ceil((4 * (HEAD + 4 * this.vectors)) / ALIGNMENT) * ALIGNMENT;
  }

  /** Length of `P.words`, in vectors of 4. */
  get vectors(): number {
    return Math.max(1, Math.ceil((this.#feeds + this.#streams.length) / 4));
  }

  feedWord(index: number): number {
    return index;
  }

  keyWord(stream: number): number {
    return this.#feeds + this.#streams.indexOf(stream);
  }

  /** Writes a block. @param at in words */
  write(ints: Int32Array, floats: Float32Array, at: number, run: RunWords): void {
    ints[at] = run.batch;
    ints[at + 1] = run.firstRow;
    ints[at + 2] = run.slot;
    floats[at + 3] = run.rate;
    floats[at + 4] = run.factor;
    floats[at + 5] = NaN;
    run.feedStarts.forEach((start, index) => (ints[at + HEAD + index] = start));
    this.#streams.forEach(
      (stream, index) => (ints[at + HEAD + this.#feeds + index] = run.keyOf(stream)),
    );
  }

  /** The block's declaration. */
  get text(): string {
    return `struct Params {
  batch: u32,
  firstRow: u32,
  slot: u32,
  rate: f32,
  factor: f32,
  nan: f32,
  spare0: u32,
  spare1: u32,
  words: array<vec4u, ${this.vectors}>,
}`;
  }
}

function streamsOf(op: PlanOp): number[] {
  if (op.kind === 'dropout') return [op.stream];
  const { epilogue, gate } = op as { epilogue?: Streams; gate?: Streams };
  return [epilogue, gate].flatMap((part) => part?.dropout?.stream ?? []);
}

interface Streams {
  readonly dropout?: { readonly stream: number } | undefined;
}
