/**
 * Where kernels of `#simd` compute for the executor. Inputs are copied in unless they are there, results stay until they
 * are freed. Weights stay from their second use on, until others need their room.
 */
import { TooLargeError } from '#errors';
import { TapeWriter, type Simd } from '#simd';
import { elementCount } from '../element-types';
import type { Tensor } from '../tensor';
import { isResident, ResidentTensor, type ResultMemory } from './resident';

/** Bytes of weights that stay. */
const KEPT_BYTES = 2 ** 27;

/** Tensors are float32. */
export interface Work {
  /** What differs from run to run. */
  readonly passing: readonly Tensor[];
  /** What may be the same array the next time. Its elements never change, as with every tensor here. */
  readonly weights?: readonly Tensor[];
  /** Of the result. */
  readonly shape: readonly number[];
  readonly scratchBytes?: number;
  write(tape: TapeWriter, at: Addresses): void;
}

/** In bytes, in the order of the tensors. */
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

export class SimdMemory implements ResultMemory {
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

  /** @returns undefined where memory does not suffice */
  compute(work: Work): ResidentTensor | undefined {
    const borrowed: number[] = [];
    try {
      return this.#compute(work, borrowed);
    } catch (error) {
      if (error instanceof TooLargeError) return undefined;
      throw error;
    } finally {
      for (const address of borrowed) this.free(address);
    }
  }

  copy(address: number, count: number): Float32Array {
    return this.#simd.floats.slice(address / 4, address / 4 + count);
  }

  free(address: number): void {
    this.#simd.heap.free(address);
  }

  /** @param borrowed gets what has to be given back */
  #compute(work: Work, borrowed: number[]): ResidentTensor {
    const { passing, weights = [], shape, scratchBytes } = work;
    const borrow = (bytes: number): number => {
      const address = this.#simd.heap.allocate(bytes);
      borrowed.push(address);
      return address;
    };
    const bring = (data: Float32Array): number => this.#fill(borrow(data.byteLength), data);
    const arrays = weights.map(floatsOf);
    const total = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const stays = total <= this.#budget;
    const count = elementCount(shape);
    const at = {
      weights: arrays.map((data) => (stays ? this.#find(data) : undefined) ?? bring(data)),
      passing: passing.map((tensor) => addressOf(tensor) ?? bring(floatsOf(tensor))),
      out: borrow(4 * count),
      scratch: scratchBytes ? borrow(scratchBytes) : 0,
    };
    const tape = new TapeWriter();
    work.write(tape, at);
    const words = tape.finish();
    const place = borrow(words.byteLength);
    this.#simd.ints.set(words, place / 4);
    this.#simd.run(place);
    borrowed.splice(borrowed.indexOf(at.out), 1);
    return new ResidentTensor(this, shape, count, at.out);
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
    this.free(place.address);
  }
}

function floatsOf({ data }: Tensor): Float32Array {
  return data as Float32Array;
}

function addressOf(tensor: Tensor): number | undefined {
  return isResident(tensor) ? tensor.address : undefined;
}
