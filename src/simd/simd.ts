/**
 * One memory with its kernels: what holds tensors and runs tapes on them. Who uses it allocates from `heap`, writes
 * values through the views, writes a tape (`TapeWriter`) once, and runs it as often as it likes.
 */
import type { SimdBinary } from './binary';
import type { SimdTier } from './features';
import { Heap } from './heap';
import { Scratch } from './opcodes/scratch';

/** What `assembly/index.ts` exports. */
export interface SimdExports {
  run(tape: number, thread: number, threads: number): void;
  /** Works as a member of the team for as long as its worker lives (`team.ts`). */
  serve(thread: number, job: number): void;
  jobs(): number;
  giveUp(): void;
  stayAwake(): void;
}

/** Bytes at the start of memory that the module keeps for itself and its threads. */
const RESERVED: number = Scratch.Heap;
const FIRST_PAGES = 64;
/** As the modules are compiled (`scripts/simd-plugin/compile.mjs`): 1 GiB. */
const MOST_PAGES = 16_384;

/** Memory for a module. */
export function simdMemory({ isShared }: SimdBinary): WebAssembly.Memory {
  return new WebAssembly.Memory({
    initial: FIRST_PAGES,
    maximum: MOST_PAGES,
    shared: isShared,
  });
}

export function instantiateSimd({ module }: SimdBinary, memory: WebAssembly.Memory): SimdExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as SimdExports;
}

export class Simd {
  readonly tier: SimdTier;
  readonly memory: WebAssembly.Memory;
  readonly heap: Heap;
  /** How many threads run a tape, this one included; more than 1 only once so many members serve (`team.ts`). */
  threads = 1;
  readonly exports: SimdExports;
  #bytes: Uint8Array | undefined;
  #floats: Float32Array | undefined;
  #ints: Int32Array | undefined;

  constructor(readonly binary: SimdBinary) {
    this.tier = binary.tier;
    this.memory = simdMemory(binary);
    this.exports = instantiateSimd(binary, this.memory);
    this.heap = new Heap(this.memory, RESERVED);
  }

  /** All of memory. Do not keep it: growing memory makes another one. */
  get bytes(): Uint8Array {
    const { buffer } = this.memory;
    if (this.#bytes?.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  /** All of memory; an address is 4 times an index. Do not keep it. */
  get floats(): Float32Array {
    const { buffer } = this.memory;
    if (this.#floats?.buffer !== buffer) this.#floats = new Float32Array(buffer);
    return this.#floats;
  }

  /** All of memory; an address is 4 times an index. Do not keep it. */
  get ints(): Int32Array {
    const { buffer } = this.memory;
    if (this.#ints?.buffer !== buffer) this.#ints = new Int32Array(buffer);
    return this.#ints;
  }

  /** Puts a finished tape into memory. @returns its address, to be freed by the caller */
  placeTape(words: Int32Array): number {
    const address = this.heap.allocate(words.byteLength);
    this.ints.set(words, address / 4);
    return address;
  }

  /**
   * Runs the tape at this address to its end, on all threads, or on this one alone, which is faster where the work is
   * less than some ten microseconds.
   * @throws WebAssembly.RuntimeError for a tape that no kernel understands; a memory with several threads is of no use
   *   after that
   */
  run(tape: number, isAlone = false): void {
    try {
      this.exports.run(tape, 0, isAlone ? 1 : this.threads);
    } catch (error) {
      if (this.threads > 1) this.exports.giveUp();
      throw error;
    }
  }
}
