/**
 * The order of a graph's nodes. TensorFlow's importer visits a graph in reverse post order, neighbours by their names, and
 * the ops of a `.tflite` file keep that order.
 */
import { compareUtf8 } from '#bytes';
import type { Graph, GraphNode } from '#graph';

/** The graph's nodes, each after what it needs. */
export function importOrder({ nodes }: Graph): readonly GraphNode[] {
  const users = usersOf(nodes);
  const sources = nodes.filter(({ inputs }) => inputs.length === 0);
  const named = (node: GraphNode) => importName(node, users);
  const byName = (list: readonly GraphNode[]) =>
    [...list].sort((a, b) => compareUtf8(named(a), named(b)));
  const entered = new Set<GraphNode>();
  const left: GraphNode[] = [];
  const pending: { readonly node: GraphNode; readonly isLeaving: boolean }[] = [];
  const push = (list: readonly GraphNode[]) => {
    for (const node of byName(list)) pending.push({ node, isLeaving: false });
  };
  push(sources);
  for (let step = pending.pop(); step; step = pending.pop()) {
    if (step.isLeaving) left.push(step.node);
    else if (!entered.has(step.node)) {
      entered.add(step.node);
      pending.push({ node: step.node, isLeaving: true });
      push(users.get(step.node)!);
    }
  }
  return left.reverse();
}

function usersOf(nodes: readonly GraphNode[]): ReadonlyMap<GraphNode, readonly GraphNode[]> {
  const users = new Map<GraphNode, Set<GraphNode>>(nodes.map((node) => [node, new Set()]));
  for (const node of nodes) for (const input of node.inputs) users.get(input.node)!.add(node);
  return new Map([...users].map(([node, set]) => [node, [...set]]));
}

/** Variables are arguments of an exported function there, named after the op that reads them. */
function importName(node: GraphNode, users: ReadonlyMap<GraphNode, readonly GraphNode[]>): string {
  if (node.op !== 'VarHandleOp' && node.op !== 'ReadVariableOp') return node.name;
  const [first] = users.get(node)!;
  if (!first) return node.name;
  if (node.op === 'VarHandleOp')
    return (
      importName(first, users)
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '_') + '_resource'
    );
  return `${first.name}/ReadVariableOp`;
}
