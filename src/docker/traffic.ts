/** The requests to one container: whether they are let in, how many are under way, what they came to. */
import type { Answer, Clock } from '#serving';

export class Traffic {
  readonly #clock: Clock;
  #accepts = true;
  #underWay = 0;
  #whenIdle: (() => void) | undefined;
  requests: number;
  errors: number;

  /** @param counted requests answered before, and how many of them with an error */
  constructor(clock: Clock, counted: { readonly requests: number; readonly errors: number }) {
    this.#clock = clock;
    this.requests = counted.requests;
    this.errors = counted.errors;
  }

  get accepts(): boolean {
    return this.#accepts;
  }

  open(): void {
    this.#accepts = true;
    this.requests = this.errors = 0;
  }

  /** Lets nobody in any more, and resolves when the last one is out, or after so many milliseconds. */
  async close(grace: number): Promise<void> {
    this.#accepts = false;
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(grace, resolve);
      this.#whenIdle = () => {
        cancel();
        resolve();
      };
    });
  }

  /** @param answering one request */
  async pass<T>(answering: () => Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      return await answering();
    } finally {
      if (--this.#underWay === 0) this.#whenIdle?.();
    }
  }

  count({ response, note }: Answer): void {
    this.requests++;
    if (response.status >= 400 || note.error !== undefined) this.errors++;
  }
}
