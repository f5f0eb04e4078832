/** For the tests of kernels: values in and out of a memory, and instructions shared out as among threads. */
import { loadBinary } from '../../binary';
import { simdTier, type SimdTier } from '../../features';
import { instantiateSimd, Simd, type SimdExports } from '../../simd';
import { TapeWriter } from '../../tape';

const END = 0;

/** Numbers in [-1, 1) without order, the same for the same seed. */
export function noise(count: number, seed: number): Float32Array {
  let state = seed * 2654435761;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Kernels to test: values are placed in memory and read back by address. */
export class Bench {
  readonly simd: Simd;
  readonly #exports: SimdExports;

  private constructor(simd: Simd) {
    this.simd = simd;
    this.#exports = instantiateSimd(simd.binary, simd.memory);
  }

  /** One for each kind of SIMD that runs here. */
  static async ofTiers(): Promise<Bench[]> {
    const tiers = new Set<SimdTier>([simdTier()!, 'simd128']);
    const binaries = await Promise.all([...tiers].map((tier) => loadBinary(tier, false)));
    return binaries.map((binary) => new Bench(new Simd(binary)));
  }

  /** @returns the address of a copy of the values */
  place(values: ArrayLike<number>): number {
    const address = this.simd.heap.allocate(4 * values.length);
    this.simd.floats.set(values, address / 4);
    return address;
  }

  /** @returns the address of room for so many floats, filled with a number that no result has */
  room(count: number): number {
    return this.place(new Float32Array(count).fill(-12345));
  }

  /** @returns the address of a whole number */
  placeInt(value: number): number {
    const address = this.simd.heap.allocate(4);
    this.simd.ints[address / 4] = value;
    return address;
  }

  read(address: number, count: number): Float32Array {
    return this.simd.floats.slice(address / 4, address / 4 + count);
  }

  /** Runs what `write` puts on a tape: each instruction by every thread's share in turn. */
  run(write: (tape: TapeWriter) => void, threads = 1): void {
    const tape = new TapeWriter();
    write(tape);
    for (const instruction of instructionsOf(tape.finish())) {
      const address = this.simd.placeTape(instruction);
      for (let thread = 0; thread < threads; thread++) {
        this.#exports.run(address, thread, threads);
      }
      this.simd.heap.free(address);
    }
  }
}

/** A tape for each instruction of a tape. */
function* instructionsOf(words: Int32Array): Generator<Int32Array> {
  for (let at = 0; words[at] !== END; at += words[at + 1]! / 4) {
    yield Int32Array.of(...words.subarray(at, at + words[at + 1]! / 4), END, 8);
  }
}
