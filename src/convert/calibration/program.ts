/**
 * The converter's float graph as a program for a compute backend that tells the smallest and largest value of each
 * tensor. What is measured is the graph of the file, with what was folded and fused, so that the ranges are those of
 * the tensors that will be quantized.
 */
import { GraphBuilder, type Graph, type SymbolicTensor, type TensorRef } from '#graph';
import type { LiteGraph, LiteTensor } from '../lite/graph';
import { canBeJoined, isWithOpenBatch, takesSamples } from './batch';
import { lowerOp } from './lower-op';

export interface CalibrationProgram {
  readonly graph: Graph;
  /** Placeholders in the order of the graph's inputs. */
  readonly feeds: readonly TensorRef[];
  /** The smallest values of `measured`, and the largest: two vectors. Empty when nothing is measured. */
  readonly fetches: readonly TensorRef[];
  /** The float32 tensors that are computed or fed and that an op takes or makes. */
  readonly measured: readonly LiteTensor[];
  /** Whether samples may be joined along their first dimension; else they are fed one at a time, as the file has them. */
  readonly isBatched: boolean;
}

export interface CalibrationOptions {
  /** Look at numbers only, where there are NaNs among them. Costs a copy of each tensor. Default: false. */
  readonly skipNaN?: boolean;
}

/**
 * @param graph the float graph after the passes, before quantization
 * @throws NotImplementedError naming an op that cannot be run here
 */
export function calibrationProgram(
  graph: LiteGraph,
  options: CalibrationOptions = {},
): CalibrationProgram {
  const joined = canBeJoined(graph) ? new ProgramMaker(graph, true, options).make() : undefined;
  return joined ?? new ProgramMaker(graph, false, options).make()!;
}

class ProgramMaker {
  readonly #graph: LiteGraph;
  readonly #isBatched: boolean;
  readonly #options: CalibrationOptions;
  readonly #builder = new GraphBuilder();
  readonly #tensors = new Map<LiteTensor, SymbolicTensor>();
  /** Tensors that have one part for each sample. */
  readonly #perSample = new Set<LiteTensor>();
  readonly #extremes = new Map<LiteTensor, readonly [SymbolicTensor, SymbolicTensor]>();

  constructor(graph: LiteGraph, isBatched: boolean, options: CalibrationOptions) {
    this.#graph = graph;
    this.#isBatched = isBatched;
    this.#options = options;
  }

  /** undefined when an op mixes samples. */
  make(): CalibrationProgram | undefined {
    const feeds = this.#graph.inputs.map(({ key, tensor }) => this.#feed(key, tensor));
    for (const op of this.#graph.ops) {
      for (const input of op.inputs) if (input) this.#measure(input);
      const inputs = op.inputs.map((input) => (input ? this.#tensor(input) : undefined));
      const outputs = lowerOp(this.#builder, op, inputs, this.#isBatched);
      op.outputs.forEach((output, i) => this.#tensors.set(output, outputs[i]!));
      if (this.#isBatched && takesSamples(op, this.#perSample)) {
        if (!isWithOpenBatch(op, outputs, this.#perSample)) return undefined;
        for (const output of op.outputs) this.#perSample.add(output);
      }
      for (const output of op.outputs) this.#measure(output);
    }
    return {
      feeds,
      fetches: this.#fetches(),
      graph: this.#builder.build(),
      measured: [...this.#extremes.keys()],
      isBatched: this.#isBatched,
    };
  }

  #feed(key: string, tensor: LiteTensor): TensorRef {
    const shape = this.#isBatched ? [null, ...tensor.shape.slice(1)] : tensor.shape;
    const placeholder = this.#builder.placeholder(key, { dtype: tensor.dtype, shape });
    this.#tensors.set(tensor, placeholder);
    this.#perSample.add(tensor);
    return placeholder;
  }

  #tensor(tensor: LiteTensor): SymbolicTensor {
    const known = this.#tensors.get(tensor);
    if (known) return known;
    const constant = this.#builder.constant(tensor.data!, tensor.dtype, 'constant');
    this.#tensors.set(tensor, constant);
    return constant;
  }

  #measure(tensor: LiteTensor): void {
    if (tensor.data || tensor.dtype !== 'float32' || this.#extremes.has(tensor)) return;
    const value = this.#tensor(tensor);
    this.#extremes.set(tensor, [
      this.#fold('Min', value, Infinity),
      this.#fold('Max', value, -Infinity),
    ]);
  }

  /** @param neutral what stands for a NaN */
  #fold(op: string, value: SymbolicTensor, neutral: number): SymbolicTensor {
    const builder = this.#builder;
    const numbers = this.#options.skipNaN
      ? builder.addNode('SelectV2', [builder.addNode('IsNan', [value]), neutral, value])
      : value;
    const axes = value.shape.map((_, axis) => axis);
    return axes.length === 0 ? numbers : builder.addNode(op, [numbers, axes]);
  }

  #fetches(): SymbolicTensor[] {
    const pairs = [...this.#extremes.values()];
    if (pairs.length === 0) return [];
    return [0, 1].map((side) =>
      this.#builder.addNode(
        'Pack',
        pairs.map((pair) => pair[side as 0 | 1]),
      ),
    );
  }
}
