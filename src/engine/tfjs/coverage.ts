/** Which kernels a program needs, forward and backward, and which of them a tfjs backend lacks. */
import { getKernel } from '@tensorflow/tfjs-core';
import type { Program } from '../backend';
import { COMPOSED_ON_WASM } from './conv-gradients';
import { OPS } from './ops';
import { assignments, planGraph, unknownOps } from './plan';

/**
 * Kernels that the backend lacks and ops that none has; empty = the program runs.
 * @param backend tfjs's own name of it
 */
export function uncoveredKernels(backend: string, program: Program): string[] {
  const { graph, training, totals, fetches } = program;
  const results = [...totals, ...fetches, ...(training ? [training.loss] : [])];
  const plan = planGraph(
    graph,
    [...results.map(({ node }) => node), ...assignments(graph)],
    training && { loss: training.loss.node, trainable: training.trainable },
  );
  const needed = new Set<string>();
  for (const node of plan.nodes) {
    const kernel = OPS[node.op];
    kernel?.kernels.forEach((name) => needed.add(name));
    if (plan.onGradientPath.has(node)) kernel?.backward?.forEach((name) => needed.add(name));
  }
  const composed = backend === 'wasm' ? COMPOSED_ON_WASM : [];
  const missing = [...needed].filter(
    (name) => !composed.includes(name) && !getKernel(name, backend),
  );
  return [...unknownOps(plan), ...missing];
}
