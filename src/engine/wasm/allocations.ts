/** Stretches of memory that are given back together. */
import type { Heap } from '#simd';

export class Allocations {
  readonly #heap: Heap;
  readonly #addresses: number[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** @throws TooLargeError when memory does not suffice */
  allocate(bytes: number): number {
    const address = this.#heap.allocate(bytes);
    this.#addresses.push(address);
    return address;
  }

  /** Runs the work; should it fail, everything is given back. */
  guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.free();
      throw error;
    }
  }

  /** Safe to call twice. */
  free(): void {
    for (const address of this.#addresses.splice(0)) this.#heap.free(address);
  }
}
