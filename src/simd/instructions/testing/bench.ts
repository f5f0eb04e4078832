/** A memory with kernels for a test, whose tapes run in the shares of as many threads as it likes. */
import { loadBinary } from '../../binary';
import { simdTier } from '../../features';
import { Heap } from '../../heap';
import { instantiateSimd, simdMemory, type SimdExports } from '../../simd';
import { TapeWriter } from '../../tape';

const FIRST_FREE = 4096;

export class Bench {
  readonly heap: Heap;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: SimdExports;

  private constructor(memory: WebAssembly.Memory, exports: SimdExports) {
    this.heap = new Heap(memory, FIRST_FREE);
    this.#memory = memory;
    this.#exports = exports;
  }

  static async load(): Promise<Bench> {
    const binary = await loadBinary(simdTier()!, false);
    const memory = simdMemory(binary);
    return new Bench(memory, instantiateSimd(binary, memory));
  }

  /** Puts values into memory. @returns their address */
  put(values: Iterable<number>): number {
    const floats = Float32Array.from(values);
    const at = this.heap.allocate(floats.byteLength);
    this.floats(at, floats.length).set(floats);
    return at;
  }

  /** Room whose values show when it is read without having been written. */
  room(count: number): number {
    const at = this.heap.allocate(4 * count);
    this.floats(at, count).fill(NaN);
    return at;
  }

  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, count);
  }

  ints(at: number, count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, count);
  }

  /** Writes a tape and runs it, instruction by instruction, each thread's share in turn. */
  run(write: (tape: TapeWriter) => void, threads = 1): void {
    const tape = new TapeWriter();
    write(tape);
    const words = tape.finish();
    const at = this.heap.allocate(words.byteLength);
    for (let i = 0; words[i] !== 0; i += words[i + 1]! / 4) {
      this.ints(at, words.length).set([...words.subarray(i, i + words[i + 1]! / 4), 0, 8]);
      for (let thread = 0; thread < threads; thread++) this.#exports.run(at, thread, threads);
    }
    this.heap.free(at);
  }
}

/** Numbers between -1 and 1 that are the same in every run. */
export function numbers(count: number, seed: number): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = Math.sin((i + 1) * 12.9898 + seed * 78.233) * 0.97;
  return values;
}

/** The largest distance between neighbours of the two lists, 0 for equal ones. */
export function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let distance = actual.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    const here = Math.abs(actual[i]! - expected[i]!);
    if (!(here <= distance)) distance = here;
  }
  return distance;
}
