/**
 * What a graph's shapes become for a batch of a certain size. Looking at several sizes tells which dimensions stay as
 * they are and which grow with the batch, by the graph's own shape functions.
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

/** Primes: sizes in models are none, so nothing else looks as if it grew with the batch; and the least, for limits. */
const BATCHES = [1, 10007, 20021] as const;

const NOTHING = 'of no elements or of sizes that depend on data';
const COMPUTED = 'with sizes that are no multiple of the batch';

/** A number that is known before running, or so much for each sample. */
export type KnownNumber = Count;

export class ShapeProbe {
  readonly #runs = BATCHES.map((batch) => new ConcreteShapes(batch));
  /** What is known without any batch: the same for all of them. */
  readonly #always = new StaticValues();

  /** Must be told a node's inputs first. @throws NotCovered when shapes do not fit for batches of any size */
  add(node: GraphNode): void {
    for (const run of this.#runs) run.add(node);
    this.#always.add(node);
  }

  /** @throws NotCovered for a dimension that neither stays nor grows with the batch */
  dims(ref: TensorRef): Dims {
    const shapes = this.#runs.map((run) => run.shape(ref));
    const [first] = shapes as [number[]];
    if (shapes.some(({ length }) => length !== first.length)) {
      throw new NotCovered(`${ref.node.op} of varying rank`);
    }
    return first.map((_, axis) => {
      const count = countFrom(shapes.map((shape) => shape[axis]!));
      if (!count?.each) throw new NotCovered(`${ref.node.op} ${count ? NOTHING : COMPUTED}`);
      return count;
    });
  }

  /** The elements where all of them are known and none depends on the batch. */
  numbers(ref: TensorRef): readonly number[] | undefined {
    const known = this.known(ref);
    return known?.some(({ isBatched }) => isBatched) ? undefined : known?.map(({ each }) => each);
  }

  /**
   * The elements of a small tensor that follows from shapes and constants alone. What a batch of another size might
   * change, such as whether the batch is one of 32, is not known.
   */
  known(ref: TensorRef): readonly KnownNumber[] | undefined {
    const runs = this.#runs.map((run) => run.values(ref));
    const [first] = runs;
    if (!first || runs.some((values) => values?.length !== first.length)) return undefined;
    const always = this.#always.constant(ref) ?? this.#always.sizes(ref);
    const counts = first.map((_, i) => {
      const count = countFrom(runs.map((values) => values![i]!));
      const isFounded = count?.isBatched || (always[i] ?? null) !== null;
      return isFounded ? count : undefined;
    });
    return counts.includes(undefined) ? undefined : (counts as KnownNumber[]);
  }
}

/** @param sizes for each of `BATCHES` */
function countFrom(sizes: readonly number[]): Count | undefined {
  const each = sizes[0]!;
  if (sizes.every((size) => Object.is(size, each))) return fixed(each);
  const grows = Number.isInteger(each) && sizes.every((size, i) => size === each * BATCHES[i]!);
  return grows ? { each, isBatched: true } : undefined;
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
