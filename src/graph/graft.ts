/**
 * Adding a finished graph to one that is being built, as a layer does that wraps a function read from a file: its
 * placeholders become tensors of the other graph, its variables other variables, and all shapes are inferred anew.
 */
import { ValueError } from '#errors';
import { NDArray } from '#tensor';
import type { GraphBuilder } from './builder';
import type { Graph, GraphNode, GraphVariable, TensorRef } from './graph';
import { SymbolicTensor } from './tensor';

/** Where a tensor of the grafted graph went. */
export type Grafted = (ref: TensorRef) => SymbolicTensor;

/**
 * Adds the nodes of `graph` to `builder`, assigns included; names that are taken get `_1`, `_2`, …
 *
 * @param feeds what stands for each Placeholder
 * @param variables what stands for a variable; one that is not named stays itself
 * @throws ValueError for a Placeholder without a feed, one of another dtype, and where shapes do not fit
 */
export function graft(
  builder: GraphBuilder,
  graph: Graph,
  feeds: ReadonlyMap<GraphNode, SymbolicTensor>,
  variables: ReadonlyMap<GraphVariable, GraphVariable> = new Map(),
): Grafted {
  const first = new Map<GraphNode, SymbolicTensor>();
  const grafted: Grafted = ({ node, index }) =>
    index === 0 ? first.get(node)! : new SymbolicTensor(builder, first.get(node)!.node, index);
  const variableOf = (node: GraphNode) => {
    const { variable } = node.inputs[0]!.node;
    return variables.get(variable!) ?? variable!;
  };
  for (const node of graph.nodes) {
    if (node.op === 'VarHandleOp') continue;
    if (node.op === 'AssignVariableOp') {
      builder.assignVariable(variableOf(node), grafted(node.inputs[1]!));
    } else if (node.op === 'ReadVariableOp') {
      first.set(node, builder.readVariable(variableOf(node)));
    } else if (node.op === 'Placeholder') {
      first.set(node, fedTensor(node, feeds));
    } else {
      first.set(node, copyNode(builder, node, grafted));
    }
  }
  return grafted;
}

function copyNode(builder: GraphBuilder, node: GraphNode, grafted: Grafted): SymbolicTensor {
  const { value } = node.attrs;
  if (node.op === 'Const' && value instanceof NDArray)
    return builder.constant(value, undefined, node.name);
  return builder.addNode(node.op, node.inputs.map(grafted), node.attrs, node.name);
}

function fedTensor(node: GraphNode, feeds: ReadonlyMap<GraphNode, SymbolicTensor>): SymbolicTensor {
  const tensor = feeds.get(node);
  if (!tensor) throw new ValueError(`The placeholder ${node.name} was given no tensor.`);
  const { dtype } = node.outputs[0]!;
  if (tensor.dtype === dtype) return tensor;
  throw new ValueError(
    `The placeholder ${node.name} takes tensors of dtype ${dtype}, but was given ${tensor.dtype}.`,
    { hint: `Convert it first, with .astype("${dtype}").`, place: node.name },
  );
}
