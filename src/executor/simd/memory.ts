/**
 * Where kernels of `#simd` compute for the executor: inputs are copied in, the result is copied out. Weights stay, each
 * from its second use on, until others need their room.
 */
import { TooLargeError } from '#errors';
import { TapeWriter, type Simd } from '#simd';

/** Bytes of weights that stay. */
const KEPT_BYTES = 2 ** 27;

export interface Work {
  /** What differs from run to run. */
  readonly passing: readonly Float32Array[];
  /** What may be the same array the next time. Its elements never change, as with every tensor here. */
  readonly weights: readonly Float32Array[];
  readonly out: Float32Array;
  readonly scratchBytes?: number;
  /** @param at addresses, in the order of the arrays */
  write(tape: TapeWriter, at: Addresses): void;
}

export interface Addresses {
  readonly passing: readonly number[];
  readonly weights: readonly number[];
  readonly out: number;
  readonly scratch: number;
}

interface Kept {
  readonly address: number;
  readonly bytes: number;
}

export class SimdMemory {
  readonly #simd: Simd;
  readonly #budget: number;
  /** Arrays that were weights once. */
  readonly #known = new WeakSet<Float32Array>();
  readonly #places = new WeakMap<Float32Array, Kept>();
  /** The one used last comes last. */
  readonly #kept = new Set<Kept>();
  #keptBytes = 0;

  /** @param budget bytes of weights that stay at most */
  constructor(simd: Simd, budget = KEPT_BYTES) {
    this.#simd = simd;
    this.#budget = budget;
  }

  /** Bytes of weights that are here to stay. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** @returns false where memory does not suffice; `out` is then as it was */
  run(work: Work): boolean {
    const borrowed: number[] = [];
    try {
      this.#compute(work, borrowed);
      return true;
    } catch (error) {
      if (error instanceof TooLargeError) return false;
      throw error;
    } finally {
      for (const address of borrowed) this.#simd.heap.free(address);
    }
  }

  /** @param borrowed gets what has to be given back */
  #compute({ passing, weights, out, scratchBytes, write }: Work, borrowed: number[]): void {
    const borrow = (bytes: number): number => {
      const address = this.#simd.heap.allocate(bytes);
      borrowed.push(address);
      return address;
    };
    const bring = (data: Float32Array): number => this.#fill(borrow(data.byteLength), data);
    const total = weights.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const find =
      total > this.#budget ? bring : (data: Float32Array) => this.#find(data) ?? bring(data);
    const at = {
      weights: weights.map(find),
      passing: passing.map(bring),
      out: borrow(out.byteLength),
      scratch: scratchBytes ? borrow(scratchBytes) : 0,
    };
    const tape = new TapeWriter();
    write(tape, at);
    const words = tape.finish();
    const tapeAt = borrow(words.byteLength);
    this.#simd.ints.set(words, tapeAt / 4);
    this.#simd.run(tapeAt);
    out.set(this.#simd.floats.subarray(at.out / 4, at.out / 4 + out.length));
  }

  #fill(address: number, data: Float32Array): number {
    this.#simd.floats.set(data, address / 4);
    return address;
  }

  /** Where weights are that stay; undefined for those seen the first time. */
  #find(data: Float32Array): number | undefined {
    const kept = this.#places.get(data);
    if (kept && this.#kept.delete(kept)) {
      this.#kept.add(kept);
      return kept.address;
    }
    if (this.#known.has(data)) return this.#keep(data);
    this.#known.add(data);
    return undefined;
  }

  #keep(data: Float32Array): number {
    const bytes = data.byteLength;
    for (const oldest of this.#kept) {
      if (this.#keptBytes + bytes <= this.#budget) break;
      this.#drop(oldest);
    }
    const place = { address: this.#simd.heap.allocate(bytes), bytes };
    this.#places.set(data, place);
    this.#kept.add(place);
    this.#keptBytes += bytes;
    return this.#fill(place.address, data);
  }

  #drop(place: Kept): void {
    this.#kept.delete(place);
    this.#keptBytes -= place.bytes;
    this.#simd.heap.free(place.address);
  }
}
