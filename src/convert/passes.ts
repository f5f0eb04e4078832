/**
 * Everything that is done to a graph between lowering and quantization, in its order. Each pass leaves what the graph
 * computes as it was, up to float32 rounding; together they bring it to the ops that TensorFlow's converter writes.
 */
import type { LiteGraph, Pass } from './lite/graph';
import { fuseActivations } from './passes/activations';
import { giveBiases } from './passes/biases';
import { recogniseClamps } from './passes/clamps';
import { foldAfter } from './passes/fold-after';
import { foldBefore } from './passes/fold-before';
import { simplifyFullyConnected } from './passes/fully-connected';
import { moveUp } from './passes/move-up';
import { removeNoOps } from './passes/no-ops';
import { mergeDilations } from './passes/dilations';
import { recogniseNearest } from './passes/nearest';
import { recognisePowers } from './passes/powers';
import { recogniseWrittenOut } from './passes/written-out';
import { simplifyReshapes } from './passes/reshapes';
import { mergePadding } from './passes/same-padding';
import { shareEqual } from './passes/share';
import { removeUnused } from './passes/unused';

/** Repeated until none of them finds anything more. */
export const PASSES: readonly Pass[] = [
  removeUnused,
  removeNoOps,
  shareEqual,
  recogniseClamps,
  recogniseWrittenOut,
  recognisePowers,
  recogniseNearest,
  mergeDilations,
  simplifyFullyConnected,
  simplifyReshapes,
  mergePadding,
  moveUp,
  fuseActivations,
  foldAfter,
  foldBefore,
];

/** Once, at the end. */
export const LAST_PASSES: readonly Pass[] = [giveBiases];

/** Far more than any graph needs; two passes that undo each other would be a mistake of ours. */
const MOST_ROUNDS = 50;

/** Runs all passes. Tensors that keep their meaning keep their identity. */
export function optimise(graph: LiteGraph): LiteGraph {
  let current = graph;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = PASSES.reduce((state, pass) => pass.run(state), current);
    if (next === current) break;
    current = next;
  }
  return LAST_PASSES.reduce((state, pass) => pass.run(state), current);
}
