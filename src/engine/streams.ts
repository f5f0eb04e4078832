/** Which stream of `RandomSource` each random node of a graph draws from: the same on every engine. */
import type { Graph, GraphNode } from '#graph';

const RANDOM_OPS: ReadonlySet<string> = new Set([
  'RandomUniform',
  'StatelessRandomUniform',
  'StatelessRandomUniformV2',
  'RandomStandardNormal',
  'StatelessRandomNormal',
  'StatelessRandomNormalV2',
  'TruncatedNormal',
  'StatelessTruncatedNormal',
  'StatelessTruncatedNormalV2',
  'RandomUniformInt',
  'StatelessRandomUniformInt',
  'StatelessRandomUniformIntV2',
  'StatelessRandomUniformFullIntV2',
  'StatelessRandomGetKeyCounter',
  'StatelessRandomGetAlg',
  'StatelessRandomGetKeyCounterAlg',
]);

/** Streams by node, counted in the order of the nodes. */
export function streamsOf({ nodes }: Graph): ReadonlyMap<GraphNode, number> {
  const random = nodes.filter(({ op }) => RANDOM_OPS.has(op));
  return new Map(random.map((node, stream) => [node, stream]));
}
