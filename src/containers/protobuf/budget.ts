/** What decoded messages may weigh, so that few bytes cannot become many objects. */
const DEFAULT_BYTES = 96 * 2 ** 20;

/** An allowance of memory that one or several calls of `decodeMessage` draw on. */
export class DecodeBudget {
  readonly limit: number;
  #left: number;

  /** @param bytes of the decoded objects, estimated */
  constructor(bytes = DEFAULT_BYTES) {
    this.limit = bytes;
    this.#left = bytes;
  }

  /** @returns false when that is more than what is left */
  spend(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }
}
