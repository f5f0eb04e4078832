/**
 * What a graph's shapes become for a batch of a certain size. Looking at two sizes tells which dimensions stay as they
 * are and which grow with the batch, by the graph's own shape functions.
 */
import {
  type GraphNode,
  type InferContext,
  OPS,
  ShapeError,
  StaticValues,
  type TensorRef,
} from '#graph';
import { fixed, type Dims } from './dims';
import { NotCovered } from './not-covered';
import type { Count } from './plan';

/** Primes: sizes in models are none, so nothing else looks as if it grew with the batch. */
const BATCHES = [10007, 20021] as const;

const NOTHING = 'of no elements or of sizes that depend on data';
const COMPUTED = 'with sizes that are no multiple of the batch';

/** A number that is known before running, or so much for each sample. */
export type KnownNumber = Count;

export class ShapeProbe {
  readonly #runs = BATCHES.map((batch) => new ConcreteShapes(batch));

  /** Must be told a node's inputs first. @throws NotCovered when shapes do not fit for batches of any size */
  add(node: GraphNode): void {
    for (const run of this.#runs) run.add(node);
  }

  /** @throws NotCovered for a dimension that neither stays nor grows with the batch */
  dims(ref: TensorRef): Dims {
    const [small, large] = this.#runs.map((run) => run.shape(ref)) as [number[], number[]];
    if (small.length !== large.length) throw new NotCovered(`${ref.node.op} of varying rank`);
    return small.map((size, axis) => {
      const count = countFrom(size, large[axis]!);
      if (!count?.each) throw new NotCovered(`${ref.node.op} ${count ? NOTHING : COMPUTED}`);
      return count;
    });
  }

  /** The elements where all of them are known and none depends on the batch. */
  numbers(ref: TensorRef): readonly number[] | undefined {
    const known = this.known(ref);
    return known?.some(({ isBatched }) => isBatched) ? undefined : known?.map(({ each }) => each);
  }

  /** The elements of a small tensor that follows from shapes and constants alone. */
  known(ref: TensorRef): readonly KnownNumber[] | undefined {
    const [small, large] = this.#runs.map((run) => run.values(ref));
    if (!small || !large || small.length !== large.length) return undefined;
    const counts = small.map((value, i) => countFrom(value, large[i]!));
    return counts.includes(undefined) ? undefined : (counts as KnownNumber[]);
  }
}

function countFrom(small: number, large: number): Count | undefined {
  if (Object.is(small, large)) return fixed(small);
  const each = small / BATCHES[0];
  return large / BATCHES[1] === each && Number.isInteger(each)
    ? { each, isBatched: true }
    : undefined;
}

class ConcreteShapes {
  readonly #batch: number;
  readonly #twins = new Map<GraphNode, GraphNode>();
  readonly #static = new StaticValues();

  constructor(batch: number) {
    this.#batch = batch;
  }

  add(node: GraphNode): void {
    const inputs = node.inputs.map(({ node: input, index }) => ({
      node: this.#twins.get(input)!,
      index,
    }));
    const twin = { ...node, inputs, outputs: this.#outputs(node, inputs) };
    this.#twins.set(node, twin);
    this.#static.add(twin);
  }

  shape({ node, index }: TensorRef): number[] {
    return this.#twins.get(node)!.outputs[index]!.shape.map((dim) => dim ?? NaN);
  }

  values({ node, index }: TensorRef): readonly number[] | undefined {
    return this.#static.constant({ node: this.#twins.get(node)!, index });
  }

  #outputs(node: GraphNode, inputs: readonly TensorRef[]): GraphNode['outputs'] {
    if (node.outputs.every(({ shape }) => !shape.includes(null))) return node.outputs;
    if (node.op === 'Placeholder') {
      return node.outputs.map(({ dtype, shape: [first, ...rest] }) => ({
        dtype,
        shape: [first ?? this.#batch, ...rest],
      }));
    }
    try {
      return this.#infer(node, inputs);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      throw new NotCovered(`${node.op} with a batch of a fixed size`);
    }
  }

  #infer(node: GraphNode, inputs: readonly TensorRef[]): GraphNode['outputs'] {
    const declaration = OPS.get(node.op);
    if (!declaration) throw new NotCovered(node.op);
    const specs = inputs.map((ref) => ref.node.outputs[ref.index]!);
    const context: InferContext = {
      inputs: specs,
      attrs: node.attrs,
      shape: (i) => specs[i]!.shape,
      constant: (i) => this.#static.constant(inputs[i]!),
      sizes: (i) => this.#static.sizes(inputs[i]!),
      variableShape: (i) => inputs[i]!.node.variable!.shape,
    };
    return declaration.infer(context);
  }
}
