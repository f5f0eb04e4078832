/**
 * What the tensors of a graph measure: with the batch open, as the graph says, and with one sample in it, as a `.tflite`
 * file says. The second is found by inferring all shapes anew, since a size may be any multiple of the batch.
 */
import { ValueError } from '#errors';
import {
  graft,
  GraphBuilder,
  pruneGraph,
  StaticValues,
  type Graph,
  type GraphNode,
  type Grafted,
  type Shape,
  type SymbolicTensor,
  type TensorRef,
} from '#graph';
import type { ConversionEnd } from '../options';

export class Sizes {
  readonly #withOne: Grafted;
  readonly #static = new StaticValues();

  /**
   * @param graph holds what its outputs need and no more
   * @throws ValueError for an input with an unknown dimension behind the first
   */
  constructor(graph: Graph, inputs: readonly ConversionEnd[]) {
    const builder = new GraphBuilder();
    const feeds = new Map<GraphNode, SymbolicTensor>();
    const placeholders = inputs.map(({ key, tensor }) => ({ key, node: tensor.node }));
    for (const { key, node } of placeholders) {
      const { dtype, shape } = node.outputs[0]!;
      const spec = { dtype, shape: oneSample(key, shape) };
      if (graph.nodes.includes(node)) feeds.set(node, builder.placeholder(node.name, spec));
    }
    this.#withOne = graft(builder, graph, feeds);
    for (const node of graph.nodes) this.#static.add(node);
  }

  /** Sizes as in the file. @throws ValueError where even with one sample a size is known only when the model runs */
  shape(ref: TensorRef): readonly number[] {
    const { shape } = this.#withOne(ref);
    if (!shape.includes(null)) return shape as readonly number[];
    throw new ValueError(
      `The shape of ${ref.node.name} (${ref.node.op}) depends on the values that go in.`,
      {
        place: ref.node.name,
        hint: 'TFLite files made here need shapes that are known before running.',
      },
    );
  }

  /** With `null` where the batch decides. */
  signature(ref: TensorRef): Shape {
    return ref.node.outputs[ref.index]!.shape;
  }

  /** All elements where none depends on what goes in. */
  integers(ref: TensorRef): readonly number[] | undefined {
    return this.#static.constant(ref);
  }
}

/** @throws ValueError for an unknown dimension behind the batch */
export function oneSample(key: string, shape: Shape): readonly number[] {
  if (!shape.slice(1).includes(null)) return shape.map((dim) => dim ?? 1);
  const text = `(${shape.map((dim) => dim ?? 'None').join(', ')})`;
  throw new ValueError(
    `The input '${key}' has the shape ${text}; only its first dimension, the batch, may be open.`,
    {
      place: key,
      hint: 'Export the model with an input_signature that fixes the other dimensions.',
    },
  );
}

/** Only what the outputs need, with the inputs even if nothing needs them. */
export function neededGraph(graph: Graph, outputs: readonly ConversionEnd[]): Graph {
  return pruneGraph(
    graph,
    outputs.map(({ tensor }) => tensor),
  );
}
