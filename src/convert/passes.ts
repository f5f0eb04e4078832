/**
 * Everything that is done to a graph between lowering and quantization, in its order. Each pass leaves what the graph
 * computes as it was, up to float32 rounding; together they bring it to the ops that TensorFlow's converter writes.
 */
import type { LiteGraph, Pass } from './lite/graph';
import type { QuantizationMode } from './options';
import { fuseActivations } from './passes/activations';
import { giveBiases } from './passes/biases';
import { recogniseClamps } from './passes/clamps';
import { mergeDilations } from './passes/dilations';
import { foldAfter } from './passes/fold-after';
import { foldBefore } from './passes/fold-before';
import { simplifyFullyConnected } from './passes/fully-connected';
import { moveUp } from './passes/move-up';
import { mergeResizes, replaceTile } from './passes/nearest';
import { removeNoOps } from './passes/no-ops';
import { recognisePowers } from './passes/powers';
import { simplifyReshapes } from './passes/reshapes';
import { mergePadding } from './passes/same-padding';
import { shrinkConstants } from './passes/scalars';
import { shareEqual } from './passes/share';
import { separateActivations } from './passes/transpose-conv';
import { removeUnused } from './passes/unused';
import { recogniseWrittenOut } from './passes/written-out';

/** What TensorFlow's converter does too. Repeated until none of them finds anything more. */
export const PASSES: readonly Pass[] = [
  removeUnused,
  removeNoOps,
  shareEqual,
  shrinkConstants,
  recogniseClamps,
  recogniseWrittenOut,
  recognisePowers,
  mergeDilations,
  simplifyFullyConnected,
  simplifyReshapes,
  mergePadding,
  moveUp,
  fuseActivations,
  foldAfter,
  foldBefore,
];

/** What it does not do, so that every runtime here can run the file: once, after those, and then those again. */
export const OWN_PASSES: readonly {
  readonly pass: Pass;
  readonly modes?: readonly QuantizationMode[];
}[] = [{ pass: separateActivations }, { pass: replaceTile, modes: ['int16x8'] }];

/** Once, at the end. */
export const LAST_PASSES: readonly Pass[] = [giveBiases];

/** Models need three or four. Two passes that undo each other would be a mistake of ours; long chains may stay unfinished. */
const MOST_ROUNDS = 12;

function runAll(passes: readonly Pass[], graph: LiteGraph): LiteGraph {
  return passes.reduce((state, pass) => pass.run(state), graph);
}

function settle(graph: LiteGraph, passes: readonly Pass[]): LiteGraph {
  let current = graph;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = runAll(passes, current);
    if (next === current) break;
    current = next;
  }
  return current;
}

/**
 * Runs all passes. Tensors that keep their meaning keep their identity.
 *
 * @param mode what the graph will be quantized to
 */
export function optimise(graph: LiteGraph, mode: QuantizationMode = 'float32'): LiteGraph {
  const own = OWN_PASSES.filter(({ modes }) => modes?.includes(mode) ?? true);
  const settled = settle(graph, PASSES);
  const changed = runAll(
    own.map(({ pass }) => pass),
    settled,
  );
  const again = changed === settled ? settled : settle(changed, [...PASSES, mergeResizes]);
  return runAll(LAST_PASSES, again);
}

/** Only what TensorFlow does as well: to compare with its files. */
export function optimiseAsTensorFlow(graph: LiteGraph): LiteGraph {
  return runAll(LAST_PASSES, settle(graph, PASSES));
}
