/**
 * From a graph of TensorFlow's ops to one of TFLite's: variables become constants, what follows from constants alone is
 * computed, and each node left becomes the ops that do its work. Nothing is fused here; that is the passes' business.
 */
import type { GraphNode, TensorRef } from '#graph';
import type { DType, NDArray } from '#tensor';
import { GraphEditor } from '../lite/editor';
import type { LiteGraph, LiteInput, LiteOp, LiteTensor } from '../lite/graph';
import { constant } from '../lite/tensors';
import type { ConversionEnd, ConversionSource } from '../options';
import { Constants } from './constants';
import { NodeContext, type Lowered } from './node-context';
import { importOrder } from './order';
import { Refusal, refusedError } from './refusal';
import { RULES } from './rules';
import { neededGraph, oneSample, Sizes } from './sizes';

/**
 * The graph in TFLite's ops, in float, with ops in the order in which TensorFlow's converter meets them.
 * @throws ConverterError naming every node without a builtin op; ValueError for shapes that are open behind the batch
 */
export function lower(source: ConversionSource): LiteGraph {
  return new Lowering(source).run();
}

class Lowering implements Lowered {
  readonly ops: LiteOp[] = [];
  readonly #source: ConversionSource;
  readonly #sizes: Sizes;
  readonly #constants: Constants;
  readonly #order: readonly GraphNode[];
  readonly #tensors = new Map<GraphNode, LiteTensor[]>();
  readonly #refusals = new Map<LiteOp, Refusal>();

  constructor(source: ConversionSource) {
    const graph = neededGraph(source.graph, source.outputs);
    this.#source = source;
    this.#order = importOrder(graph);
    this.#sizes = new Sizes(graph, source.inputs);
    this.#constants = new Constants(this.#sizes, source.values);
  }

  run(): LiteGraph {
    const inputs = this.#source.inputs.map((input) => this.#placeholder(input));
    for (const node of this.#order) this.#lowerNode(node);
    const outputs = this.#source.outputs.map(({ key, tensor }) => ({
      key,
      tensor: this.tensor(tensor),
    }));
    const needed = new GraphEditor({ inputs, outputs, ops: this.ops }).graph();
    const refused = needed.ops.flatMap((op) => this.#refusals.get(op) ?? []);
    if (refused.length > 0) throw refusedError(refused);
    return needed;
  }

  tensor(ref: TensorRef): LiteTensor {
    return this.#tensors.get(ref.node)?.[ref.index] ?? this.#constantTensor(ref);
  }

  constant(ref: TensorRef): NDArray | undefined {
    return this.#constants.of(ref);
  }

  shape(ref: TensorRef): readonly number[] {
    return this.#sizes.shape(ref);
  }

  bind({ node, index }: TensorRef, tensor: LiteTensor): void {
    const tensors = this.#tensors.get(node) ?? [];
    tensors[index] = tensor;
    this.#tensors.set(node, tensors);
  }

  #placeholder({ key, tensor: ref }: ConversionEnd): LiteInput {
    const { dtype, shape: signature } = ref.node.outputs[ref.index]!;
    const shape = oneSample(key, signature);
    const tensor = { name: ref.node.name, shape, signature, dtype: dtype as DType };
    this.bind(ref, tensor);
    return { key, tensor };
  }

  #constantTensor(ref: TensorRef): LiteTensor {
    const tensor = constant(ref.node.name, this.constant(ref)!);
    this.bind(ref, tensor);
    return tensor;
  }

  #lowerNode(node: GraphNode): void {
    if (node.op === 'VarHandleOp' || node.op === 'Placeholder') return;
    if (this.#constants.add(node)) return;
    const before = this.ops.length;
    try {
      const rule = Object.hasOwn(RULES, node.op) ? RULES[node.op]! : undefined;
      if (!rule) throw new Refusal(node);
      rule(new NodeContext(node, this));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.ops.length = before;
      this.#refuse(node, error);
    }
  }

  /** The node keeps a place, so that only those are named that the outputs need. */
  #refuse(node: GraphNode, refusal: Refusal): void {
    const inputs = node.inputs.flatMap((ref) => this.#tensors.get(ref.node)?.[ref.index] ?? []);
    const outputs = node.outputs.map(({ dtype, shape }, index) => {
      const tensor = {
        name: node.name,
        shape: shape.map((dim) => dim ?? 1),
        signature: shape,
        dtype: dtype as DType,
      };
      this.bind({ node, index }, tensor);
      return tensor;
    });
    const op: LiteOp = { code: 'CUSTOM', inputs, outputs, sources: [node.name] };
    this.#refusals.set(op, refusal);
    this.ops.push(op);
  }
}
