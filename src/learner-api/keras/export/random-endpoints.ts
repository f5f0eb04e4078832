/** A word on endpoints that answer differently each time, which is rarely meant. */
import { OPS } from '#graph';
import type { TracedFunction } from '../../functions';
import { getRuntime } from '../../runtime';

/** Shows a note for each endpoint with a random op in its graph, as dropout leaves one. */
export function noteRandomEndpoints(endpoints: readonly TracedFunction[]): void {
  for (const { name, graph } of endpoints) {
    const random = graph.nodes.find(({ op }) => op.includes('Random') && OPS.get(op)?.isStateful);
    if (!random) continue;
    getRuntime().emit({
      kind: 'note',
      text:
        `The endpoint '${name}' draws random numbers in every call (${random.op}, node ${random.name}). ` +
        'If that is not meant, call the model with { training: false }.',
    });
  }
}
