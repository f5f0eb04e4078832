/** Allocates stretches of a module's memory, and grows it. First fit over a list of free stretches, in address order. */
import { TooLargeError } from '#errors';

const PAGE = 65_536;
/** Every address is a multiple: a line of the cache, so that no two threads write into one by chance. */
const ALIGNMENT = 64;

interface Stretch {
  start: number;
  bytes: number;
}

export class Heap {
  readonly #memory: WebAssembly.Memory;
  readonly #free: Stretch[];
  readonly #used = new Map<number, number>();

  /** @param start first address that is free, a multiple of 64 */
  constructor(memory: WebAssembly.Memory, start: number) {
    this.#memory = memory;
    this.#free = [{ start, bytes: memory.buffer.byteLength - start }];
  }

  /** Bytes in use. */
  get used(): number {
    return [...this.#used.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /**
   * An address with room for so many bytes, a multiple of 64; what is there is left over from earlier. Growing memory
   * that is not shared detaches the views of it, so views are made anew after an allocation.
   * @throws TooLargeError when memory cannot grow as far
   */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const place = this.#free.find((stretch) => stretch.bytes >= size) ?? this.#grow(size);
    const { start } = place;
    place.start += size;
    place.bytes -= size;
    if (place.bytes === 0) this.#free.splice(this.#free.indexOf(place), 1);
    this.#used.set(start, size);
    return start;
  }

  /** Gives back what `allocate` gave. */
  free(start: number): void {
    const bytes = this.#used.get(start);
    if (bytes === undefined) throw new Error(`Nothing was allocated at ${start}.`);
    this.#used.delete(start);
    let at = this.#free.findIndex((stretch) => stretch.start > start);
    if (at < 0) at = this.#free.length;
    this.#free.splice(at, 0, { start, bytes });
    this.#join(at);
    if (at > 0) this.#join(at - 1);
  }

  /** Joins the free stretch at this place with the next one where they touch. */
  #join(at: number): void {
    const here = this.#free[at]!;
    const next = this.#free[at + 1];
    if (!next || here.start + here.bytes !== next.start) return;
    here.bytes += next.bytes;
    this.#free.splice(at + 1, 1);
  }

  #grow(bytes: number): Stretch {
    const end = this.#memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const touches = last !== undefined && last.start + last.bytes === end;
    const missing = bytes - (touches ? last.bytes : 0);
    const pages = Math.ceil(missing / PAGE);
    try {
      this.#memory.grow(pages);
    } catch (cause) {
      throw new TooLargeError(
        `WebAssembly cannot get ${Math.ceil(bytes / 1e6)} MB more memory here.`,
        { cause, hint: 'Use smaller batches or a smaller model.' },
      );
    }
    if (touches) {
      last.bytes += pages * PAGE;
      return last;
    }
    const fresh = { start: end, bytes: pages * PAGE };
    this.#free.push(fresh);
    return fresh;
  }
}
