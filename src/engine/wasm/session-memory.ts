/**
 * What a session keeps in memory from open to close: variables, slots, constants, and the words that the host rewrites
 * before each step (learning rate, Adam's factor, the keys of random streams).
 */
import type { Simd } from '#simd';
import type { Plan, PlanTensor } from '../plan';
import type { RandomSource } from '../random';
import { Allocations } from './allocations';

export class SessionMemory {
  readonly simd: Simd;
  /** Of the learning rate and the factor. */
  readonly scalars: number;
  readonly #addresses = new Map<number, number>();
  /** Addresses by stream. */
  readonly #keys = new Map<number, number>();
  readonly #owned: Allocations;

  constructor(simd: Simd, plan: Plan) {
    this.simd = simd;
    this.#owned = new Allocations(simd.heap);
    this.scalars = this.#owned.allocate(8);
    this.#owned.guard(() => {
      for (const tensor of [...plan.variables, ...plan.slots]) this.#keep(tensor);
      for (const [id, values] of plan.constants) this.#keepConstant(id, values);
    });
  }

  /** Of a variable, slot or constant; undefined for what belongs to a routine. */
  addressOf({ id }: PlanTensor): number | undefined {
    return this.#addresses.get(id);
  }

  /** Of the word that numbers of this stream follow from. */
  keyOf(stream: number): number {
    const known = this.#keys.get(stream);
    if (known !== undefined) return known;
    const address = this.#owned.allocate(4);
    this.#keys.set(stream, address);
    return address;
  }

  /** The keys for the batch at hand. */
  writeKeys(random: RandomSource): void {
    const { ints } = this.simd;
    for (const [stream, address] of this.#keys) ints[address / 4] = random.keyOf(stream);
  }

  writeScalars(rate: number, factor: number): void {
    this.simd.floats.set([rate, factor], this.scalars / 4);
  }

  /** @param values undefined = zeros */
  write(tensor: PlanTensor, values: ArrayLike<number> | undefined): void {
    const start = this.#addresses.get(tensor.id)! / 4;
    const { floats } = this.simd;
    if (values) floats.set(values, start);
    else floats.fill(0, start, start + tensor.count.each);
  }

  /** A copy. */
  readTensor({ id, count }: PlanTensor): Float32Array {
    return this.read(this.#addresses.get(id)!, count.each);
  }

  /** A copy of so many floats from an address on. */
  read(address: number, count: number): Float32Array {
    return this.simd.floats.slice(address / 4, address / 4 + count);
  }

  free(): void {
    this.#owned.free();
  }

  #keep({ id, count }: PlanTensor): void {
    this.#addresses.set(id, this.#owned.allocate(4 * count.each));
  }

  #keepConstant(id: number, values: Float32Array): void {
    const address = this.#owned.allocate(values.byteLength);
    this.simd.floats.set(values, address / 4);
    this.#addresses.set(id, address);
  }
}
