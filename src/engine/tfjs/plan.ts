/** What of a graph has to run for some results, and through which of its nodes gradients flow. Made once a session. */
import type { Graph, GraphNode, GraphVariable } from '#graph';
import type { OpKernel } from './call';
import { OPS, SOURCES } from './ops';

export interface Plan {
  /** Topologically ordered. */
  readonly nodes: readonly GraphNode[];
  /** Nodes between a trained variable and the loss. */
  readonly onGradientPath: ReadonlySet<GraphNode>;
}

export interface GradientEnds {
  readonly loss: GraphNode;
  readonly trainable: readonly GraphVariable[];
}

/** @param results nodes that have to run, with all that they need */
export function planGraph(graph: Graph, results: readonly GraphNode[], ends?: GradientEnds): Plan {
  const wanted = new Set(results);
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!wanted.has(node)) continue;
    nodes.push(node);
    for (const input of node.inputs) wanted.add(input.node);
  }
  nodes.reverse();
  return { nodes, onGradientPath: ends ? gradientPath(nodes, ends) : new Set() };
}

export function assignments(graph: Graph): GraphNode[] {
  return graph.nodes.filter((node) => node.op === 'AssignVariableOp');
}

/** Ops of the plan that have no kernel on any backend. */
export function unknownOps({ nodes }: Plan): string[] {
  const unknown = nodes
    .map(({ op }) => op)
    .filter((op) => !SOURCES.has(op) && !Object.hasOwn(OPS, op));
  return [...new Set(unknown)];
}

/** The variable behind a ReadVariableOp or AssignVariableOp. */
export function variableOf(node: GraphNode): GraphVariable {
  let handle = node.inputs[0]!.node;
  while (handle.op === 'Identity') handle = handle.inputs[0]!.node;
  return handle.variable!;
}

function gradientPath(nodes: readonly GraphNode[], ends: GradientEnds): Set<GraphNode> {
  const fromVariables = new Set<GraphNode>();
  for (const node of nodes) {
    if (node.op === 'ReadVariableOp') {
      if (ends.trainable.includes(variableOf(node))) fromVariables.add(node);
    } else if (passesGradient(node) && node.inputs.some((input) => fromVariables.has(input.node))) {
      fromVariables.add(node);
    }
  }
  const path = new Set<GraphNode>([ends.loss].filter((node) => fromVariables.has(node)));
  for (const node of nodes.toReversed()) {
    if (!path.has(node)) continue;
    for (const { node: input } of node.inputs) if (fromVariables.has(input)) path.add(input);
  }
  return path;
}

function passesGradient(node: GraphNode): boolean {
  const kernel: OpKernel | undefined = OPS[node.op];
  if (!kernel?.gradient) return false;
  const dtype = node.outputs[0]?.dtype;
  return dtype === 'float32' || dtype === 'float16' || dtype === 'float64';
}
