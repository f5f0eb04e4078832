/** What importing from one artifact may cost: few bytes can stand for endlessly many nodes, or be asked for again and again. */
import { TooLargeError } from '#errors';

/** With all calls written out, of all signatures and functions together. */
const MAX_NODES = 60_000;
/** So many inputs of a node, or entries of a list, weigh as much as a node. */
const LIST_ENTRIES = 4;

/** One for each artifact; everything that walks its graphs draws on it. */
export class WorkBudget {
  #left = MAX_NODES;

  /**
   * One node, with a list of so many entries.
   * @throws TooLargeError, and again whenever something else is imported
   */
  spend(entries: number): void {
    this.#left -= 1 + Math.floor(entries / LIST_ENTRIES);
    if (this.#left >= 0) return;
    throw new TooLargeError(
      `The graph has more than ${MAX_NODES} nodes once its calls are written out.`,
      {
        hint: 'All signatures and functions count. Export fewer of them, or a smaller model; a graph like this one can be made to do harm.',
      },
    );
  }
}
