/** A routine of a plan for one batch size: its buffers, and the tape that computes it. */
import { TapeWriter, type instructions } from '#simd';
import {
  countOf,
  type Plan,
  type PlanTensor,
  placeTensors,
  type Routine,
  tensorsOf,
} from '../plan';
import type { Addresses } from './addresses';
import { Allocations } from './allocations';
import { FeedBuffer } from './feed-buffer';
import type { FeedSource } from './feed-source';
import type { SessionMemory } from './session-memory';
import { scratchBytes, writeOp } from './writers';

export interface RoutineSpec {
  readonly plan: Plan;
  readonly routine: Routine;
  readonly rule: instructions.UpdateRule | undefined;
  readonly batch: number;
  /** One per feed; their forms are written into the tape. */
  readonly sources: readonly FeedSource[];
}

/** A value that the routine has computed. */
export interface RoutineResult {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

export class RoutineTape {
  readonly #spec: RoutineSpec;
  readonly #memory: SessionMemory;
  /** In the order of the feeds; undefined for those that the routine does not read. */
  readonly #feeds: readonly (FeedBuffer | undefined)[];
  readonly #owned: Allocations;
  /** Of feeds and computed tensors, by id. */
  readonly #addresses = new Map<number, number>();
  readonly #tape: number;

  /** @throws TooLargeError when memory does not suffice; nothing is held then */
  constructor(memory: SessionMemory, spec: RoutineSpec) {
    const { heap } = memory.simd;
    this.#memory = memory;
    this.#spec = spec;
    this.#owned = new Allocations(heap);
    this.#feeds = this.#owned.guard(() => this.#makeFeeds());
    this.#tape = this.#owned.guard(() => this.#makeTape());
  }

  /**
   * Runs it on these rows of the sources; what random streams and updates need stands in memory already.
   * @param sources of the forms that the tape was made for
   * @param rows undefined = all of them, in order
   */
  run(sources: readonly FeedSource[], rows: Uint32Array | undefined): void {
    this.#feeds.forEach((feed, index) => feed?.fill(sources[index]!, rows));
    this.#memory.simd.run(this.#tape);
  }

  /** The routine's results of the last run, copied. */
  results(): RoutineResult[] {
    const { routine, batch } = this.#spec;
    return routine.results.map(({ tensor, shape }) => {
      const count = countOf(tensor.count, batch);
      const values = this.#memory.read(this.#addressOf(tensor), count);
      return { values, shape: filledIn(shape, count) };
    });
  }

  free(): void {
    this.#owned.free();
  }

  #makeFeeds(): (FeedBuffer | undefined)[] {
    const { plan, routine, batch } = this.#spec;
    const read = readBy(routine);
    return plan.feeds.map(({ id, count }) => {
      if (!read.has(id)) return undefined;
      const rows = count.isBatched ? batch : 1;
      const buffer = new FeedBuffer(this.#memory.simd, this.#owned, rows, count.each);
      this.#addresses.set(id, buffer.address);
      return buffer;
    });
  }

  /** @returns the tape's address */
  #makeTape(): number {
    const { simd } = this.#memory;
    const { routine, batch } = this.#spec;
    const { offsets, size } = placeTensors(routine, batch);
    const arena = this.#owned.allocate(4 * size);
    for (const [id, offset] of offsets) this.#addresses.set(id, arena + 4 * offset);
    const scratch = this.#owned.allocate(Math.max(0, ...routine.ops.map(scratchBytes)));
    const words = this.#write(scratch);
    const address = this.#owned.allocate(words.byteLength);
    simd.ints.set(words, address / 4);
    return address;
  }

  #write(scratch: number): Int32Array {
    const tape = new TapeWriter();
    const { routine, rule, batch, sources } = this.#spec;
    this.#feeds.forEach((feed, index) => feed?.writeExpansion(tape, sources[index]!));
    const at: Addresses = {
      tensor: (tensor) => this.#addressOf(tensor),
      count: (count) => countOf(count, batch),
      key: (stream) => this.#memory.keyOf(stream),
      scalars: this.#memory.scalars,
      rule,
      scratch,
    };
    for (const op of routine.ops) writeOp(tape, op, at);
    return tape.finish();
  }

  #addressOf(tensor: PlanTensor): number {
    return this.#memory.addressOf(tensor) ?? this.#addresses.get(tensor.id)!;
  }
}

/** The open dimension is what the number of elements leaves. */
function filledIn(shape: readonly (number | null)[], count: number): number[] {
  const known = shape.reduce<number>((size, dim) => size * (dim ?? 1), 1);
  return shape.map((dim) => dim ?? (known === 0 ? 0 : count / known));
}

/** Ids of what the routine reads, results included. */
function readBy({ ops, results }: Routine): Set<number> {
  const read = [...ops.flatMap((op) => tensorsOf(op).reads), ...results.map((at) => at.tensor)];
  return new Set(read.map(({ id }) => id));
}
