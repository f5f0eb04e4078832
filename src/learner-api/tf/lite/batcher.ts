/** Samples joined along their first dimension, a few at a time. */
import { ValueError } from '#errors';
import { concatenate, type NDArray } from '#tensor';

export class Batcher {
  readonly #rows: number;
  #waiting: (readonly NDArray[])[] = [];
  #count = 0;

  /** @param rows of a batch, at most */
  constructor(rows: number) {
    this.#rows = rows;
  }

  /**
   * Takes a sample.
   * @returns the batches that are now full
   * @throws ValueError when its arrays have not the same first dimension
   */
  add(sample: readonly NDArray[]): (readonly NDArray[])[] {
    const rows = sample[0]!.shape[0]!;
    const other = sample.find(({ shape }) => shape[0] !== rows);
    if (other)
      throw new ValueError(
        `The arrays of a sample must have the same first dimension, but they have ${rows} and ${other.shape[0]}.`,
        { place: 'representative_dataset' },
      );
    const full: (readonly NDArray[])[] = [];
    for (let start = 0; start < rows;) {
      const end = Math.min(rows, start + this.#rows - this.#count);
      this.#waiting.push(
        sample.map((array) => (end - start < rows ? array.slice(start, end) : array)),
      );
      this.#count += end - start;
      start = end;
      if (this.#count === this.#rows) full.push(...this.flush());
    }
    return full;
  }

  /** What is left, as a batch; none when nothing is. */
  flush(): (readonly NDArray[])[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#count = 0;
    const [first] = waiting;
    if (!first || waiting.length === 1) return waiting;
    return [first.map((_, i) => concatenate(waiting.map((sample) => sample[i]!)))];
  }
}
