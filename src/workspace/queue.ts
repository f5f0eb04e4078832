/** Work on the same name waits for its turn, in all pages and workers of this origin where the browser can do that. */
export class Queue {
  readonly #prefix: string;
  readonly #tails = new Map<string, Promise<unknown>>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Runs `work` when all earlier work on this name has ended, well or not. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const locks = globalThis.navigator?.locks;
    if (locks) return locks.request(this.#prefix + name, work) as Promise<T>;
    const previous = this.#tails.get(name);
    const mine = Promise.resolve(previous).then(work, work);
    const tail = mine.catch(() => undefined);
    this.#tails.set(name, tail);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }
}
