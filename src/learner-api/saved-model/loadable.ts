/** Something that was read, or why it could not be: one function that cannot run here must not keep others from it. */
import { TooLargeError } from '#errors';

export class Loadable<T> {
  readonly #read: { readonly value: T } | { readonly error: unknown };

  private constructor(read: { readonly value: T } | { readonly error: unknown }) {
    this.#read = read;
  }

  /** @throws TooLargeError, after which nothing else of the artifact can be read */
  static async of<T>(read: () => Promise<T>): Promise<Loadable<T>> {
    try {
      return new Loadable({ value: await read() });
    } catch (error) {
      if (error instanceof TooLargeError) throw error;
      return new Loadable<T>({ error });
    }
  }

  /** Why there is no value; undefined where there is one. */
  get problem(): unknown {
    return 'error' in this.#read ? this.#read.error : undefined;
  }

  /** @throws what reading it threw */
  get(): T {
    if ('value' in this.#read) return this.#read.value;
    throw this.#read.error;
  }
}
