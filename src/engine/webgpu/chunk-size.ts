/** How many steps go into a submit: many, since a submit costs, but so that the page hears of them soon. */

const MOST = 64;
const FIRST = 4;
/** Milliseconds that a chunk should take. */
const TARGET = 30;

export class ChunkSize {
  #size: number;
  readonly #most: number;
  #lastDone = 0;

  /** @param most no chunk is larger */
  constructor(most = MOST) {
    this.#most = most;
    this.#size = Math.min(FIRST, most);
  }

  /** Steps of the next chunk. */
  get steps(): number {
    return this.#size;
  }

  /**
   * Learns from a chunk; times in milliseconds.
   * @param begun when it was submitted
   */
  note(steps: number, begun: number, done: number): void {
    const each = (done - Math.max(begun, this.#lastDone)) / steps;
    this.#lastDone = done;
    const fitting = 2 ** Math.floor(Math.log2(TARGET / Math.max(each, TARGET / MOST)));
    this.#size = Math.max(1, Math.min(fitting, this.#most));
  }
}

export const MOST_STEPS = MOST;
