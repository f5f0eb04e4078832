/**
 * Keeps those who look at directories apart from those who replace one: any number of the first at once, or one of the
 * second, in all pages and workers of this origin. Whoever is killed inside lets go. Never enter it from inside.
 */
export class Gate {
  readonly #name: string;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(name: string) {
    this.#name = name;
  }

  look<T>(work: () => Promise<T>): Promise<T> {
    return this.#enter('shared', work);
  }

  replace<T>(work: () => Promise<T>): Promise<T> {
    return this.#enter('exclusive', work);
  }

  #enter<T>(mode: LockMode, work: () => Promise<T>): Promise<T> {
    const locks = globalThis.navigator?.locks;
    if (locks) return locks.request(this.#name, { mode }, work) as Promise<T>;
    const mine = this.#tail.then(work, work);
    this.#tail = mine.catch(() => undefined);
    return mine;
  }
}
