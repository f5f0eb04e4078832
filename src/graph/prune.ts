/** Cutting a graph down to what some outputs need. */
import type { Graph, GraphNode, GraphVariable, TensorRef } from './graph';

export interface PruneOptions {
  /** Keep AssignVariableOp nodes (moving averages) and what they need. Default: false. */
  readonly assigns?: boolean;
}

/** Nodes keep their order and identity. */
export function pruneGraph(
  graph: Graph,
  outputs: readonly TensorRef[],
  { assigns = false }: PruneOptions = {},
): Graph {
  const needed = new Set<GraphNode>();
  const assigning = assigns ? graph.nodes.filter((node) => node.op === 'AssignVariableOp') : [];
  const pending = [...outputs.map((output) => output.node), ...assigning];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (needed.has(node)) continue;
    needed.add(node);
    for (const input of node.inputs) pending.push(input.node);
  }
  const nodes = graph.nodes.filter((node) => needed.has(node));
  const used = new Set<GraphVariable | undefined>(nodes.map((node) => node.variable));
  return { nodes, variables: graph.variables.filter((variable) => used.has(variable)) };
}
