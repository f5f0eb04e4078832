/**
 * The layers and calls between some inputs and outputs, in Keras's order (which is also the order of weights).
 * Source of the order: keras/src/ops/function.py, `map_graph`.
 */
import { ValueError } from '#errors';
import type { KerasTensor } from '../keras-tensor';
import type { Layer } from '../layers/layer';
import type { LayerNode } from '../layers/node';
import { flattenNest } from '../nest';
import type { Functional } from './functional';

export interface FunctionalGraph {
  /** By decreasing distance from the outputs. */
  readonly layers: readonly Layer[];
  /** Groups of equal distance from the outputs, the farthest first. */
  readonly nodesByDepth: readonly (readonly LayerNode[])[];
}

/** The call that made a tensor. */
export function nodeOf(tensor: KerasTensor): LayerNode {
  const { operation, node_index } = tensor.keras_history;
  return operation.inbound_nodes[node_index]!;
}

/** Keras tensors that a call took. */
export function inputsOf(node: LayerNode): readonly KerasTensor[] {
  return node.inputs === undefined ? [] : flattenNest(node.inputs);
}

/** @throws ValueError when an output does not follow from the inputs, or a layer name occurs twice */
export function mapGraph(
  inputs: readonly KerasTensor[],
  outputs: readonly KerasTensor[],
): FunctionalGraph {
  const { nodes, order } = sortNodes(outputs);
  const depths = new Map<LayerNode, number>();
  const layerDepths = new Map<Layer, number>();
  for (const node of nodes.toReversed()) {
    const depth = Math.max(depths.get(node) ?? 0, layerDepths.get(node.operation) ?? 0);
    depths.set(node, depth);
    layerDepths.set(node.operation, depth);
    for (const parent of inputsOf(node).map(nodeOf))
      depths.set(parent, Math.max(depth + 1, depths.get(parent) ?? 0));
  }
  for (const input of inputs) addUnused(input, depths, layerDepths, order);
  const graph = {
    layers: byDepth(layerDepths).flatMap((group) =>
      group.sort((a, b) => order.get(a)! - order.get(b)!),
    ),
    nodesByDepth: byDepth(depths),
  };
  checkConnected(graph, inputs);
  checkNames(graph.layers);
  return graph;
}

/** Calls from inputs to outputs (depth first), and the order in which layers were met. */
function sortNodes(outputs: readonly KerasTensor[]) {
  const nodes = new Set<LayerNode>();
  const order = new Map<Layer, number>();
  const visit = (tensor: KerasTensor): void => {
    const node = nodeOf(tensor);
    if (nodes.has(node)) return;
    if (!order.has(node.operation)) order.set(node.operation, order.size);
    inputsOf(node).forEach(visit);
    nodes.add(node);
  };
  outputs.forEach(visit);
  return { nodes: [...nodes], order };
}

function addUnused(
  input: KerasTensor,
  depths: Map<LayerNode, number>,
  layerDepths: Map<Layer, number>,
  order: Map<Layer, number>,
): void {
  const { operation } = input.keras_history;
  if (layerDepths.has(operation)) return;
  layerDepths.set(operation, 0);
  order.set(operation, -1);
  depths.set(nodeOf(input), 0);
}

function byDepth<T>(depths: ReadonlyMap<T, number>): T[][] {
  const groups = new Map<number, T[]>();
  for (const [item, depth] of depths) groups.set(depth, [...(groups.get(depth) ?? []), item]);
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group);
}

function checkConnected(graph: FunctionalGraph, inputs: readonly KerasTensor[]): void {
  const computable = new Set<KerasTensor>(inputs);
  for (const node of graph.nodesByDepth.flat()) {
    if (node.inputs === undefined && !inputs.some((input) => nodeOf(input) === node))
      throw new ValueError('Output with path `` is not connected to `inputs`', {
        place: node.operation.name,
        hint: `The input '${node.operation.name}' is missing from the model's inputs.`,
      });
    for (const tensor of inputsOf(node)) {
      if (!computable.has(tensor))
        throw new ValueError(
          `Graph disconnected: cannot find parent for tensor ${tensor.toString()} at operation '${node.operation.name}'.`,
          { place: node.operation.name },
        );
    }
    for (const tensor of flattenNest(node.outputs)) computable.add(tensor);
  }
}

function checkNames(layers: readonly Layer[]): void {
  const counts = new Map<string, number>();
  for (const { name } of layers) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, uses] of counts) {
    if (uses > 1)
      throw new ValueError(
        `The name "${name}" is used ${uses} times in the model. All operation names should be unique.`,
        { place: name },
      );
  }
}

/** Whether a layer is a functional model, told without importing its class. */
export function isFunctional(layer: Layer): layer is Layer & Pick<Functional, 'nodes_by_depth'> {
  return 'nodes_by_depth' in layer;
}
