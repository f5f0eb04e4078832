/** What a graph computes from its constants alone: no input is needed for it to be huge, only a few bytes of the file. */
import { ValueError } from '#errors';
import { elementCount, type GraphNode, type SymbolicTensor } from '#graph';
import { DTYPES, type DType } from '#tensor';

/** Of all such results of one graph; masks and positions are far below it. */
const MAX_BYTES = 2 ** 27;

export class ComputedConstants {
  readonly #known = new Set<GraphNode>();
  #bytes = 0;

  /**
   * Takes note of the results of a node, if it computes from constants only.
   * @throws ValueError when all of these together would fill the memory
   */
  add(inputs: readonly SymbolicTensor[], results: readonly SymbolicTensor[], place: string): void {
    const [first] = results;
    if (!first || !inputs.every(({ node }) => node.op === 'Const' || this.#known.has(node))) return;
    this.#known.add(first.node);
    for (const { shape, dtype } of results) {
      this.#bytes += (elementCount(shape) ?? 0) * DTYPES[dtype as DType].bytes;
    }
    if (this.#bytes <= MAX_BYTES) return;
    throw new ValueError(
      `What the graph computes from constants alone would fill more than ${MAX_BYTES / 2 ** 20} MB of memory at ${place}.`,
      { place, hint: 'No model needs that; the file is damaged, or made to do harm.' },
    );
  }
}
