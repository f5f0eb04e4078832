/** What a graph holds that cannot run here, collected so that one error names it all. */
import { NotImplementedError } from '#errors';
import { nodePlace } from '../messages';

const MOST_LISTED = 20;

export class UnsupportedOps {
  readonly #file: string;
  /** The first place of each kind. */
  readonly #places = new Map<string, string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** @param what an op, or words for what it is used with */
  add(what: string, node: string, functionName: string | undefined): void {
    if (!this.#places.has(what)) this.#places.set(what, nodePlace(node, functionName));
  }

  /** Notes what follows from nothing that was noted before. @param what names its own place */
  addUnlessAny(what: string): void {
    if (this.#places.size === 0) this.#places.set(what, '');
  }

  /** @throws NotImplementedError naming every op once, with a node and its function */
  throwIfAny(): void {
    if (this.#places.size === 0) return;
    const all = [...this.#places].map(([what, place]) => (place ? `${what} (${place})` : what));
    const rest = all.length > MOST_LISTED ? `, and ${all.length - MOST_LISTED} more` : '';
    const list = all.slice(0, MOST_LISTED).join(', ') + rest;
    const are = all.length === 1 ? 'an op that cannot' : 'ops that cannot';
    throw new NotImplementedError(`${this.#file} has ${are} run in the browser: ${list}.`, {
      place: all[0],
      hint: 'Choose another signature, or export the model without it (recurrent layers with unroll=True).',
    });
  }
}
