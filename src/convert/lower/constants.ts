/** What of a graph is known before it runs: its constants, its frozen variables, and all that follows from these alone. */
import { ValueError } from '#errors';
import { NDArray, sizeOf, type DType, DTYPES } from '#tensor';
import type { GraphNode, GraphVariable, TensorRef, TensorSpec } from '#graph';
import { EVALUATORS } from './evaluate';
import type { Sizes } from './sizes';

/** What has more elements is not folded. */
const MOST_ELEMENTS = 2 ** 24;

/** So many elements more than they are made from may all folded tensors have together. */
const MOST_GROWTH = 2 ** 26;

export class Constants {
  readonly #sizes: Sizes;
  readonly #values: ReadonlyMap<GraphVariable, NDArray>;
  readonly #known = new Map<GraphNode, readonly NDArray[]>();
  #growth = 0;

  constructor(sizes: Sizes, values: ReadonlyMap<GraphVariable, NDArray>) {
    this.#sizes = sizes;
    this.#values = values;
  }

  /** Must be told a node's inputs first. @returns whether all outputs of the node are known */
  add(node: GraphNode): boolean {
    const values = this.#evaluate(node);
    if (values) this.#known.set(node, values);
    return values !== undefined;
  }

  of(ref: TensorRef): NDArray | undefined {
    return this.#known.get(ref.node)?.[ref.index];
  }

  #evaluate(node: GraphNode): readonly NDArray[] | undefined {
    if (node.op === 'Const') return [node.attrs['value'] as NDArray];
    if (node.op === 'ReadVariableOp') return [this.#variable(node)];
    const empty = this.#empty(node);
    if (empty) return empty;
    const inputs = node.inputs.map((ref) => this.of(ref));
    if (node.inputs.length > 0 && inputs.every((input) => input !== undefined))
      return this.#computed(node, inputs) ?? this.#static(node);
    return this.#static(node);
  }

  /** Tensors without elements have no other value; XNNPACK computes wrong sizes with them. */
  #empty({ outputs }: GraphNode): readonly NDArray[] | undefined {
    const isEmpty = ({ dtype, shape }: TensorSpec) =>
      shape.includes(0) && !shape.includes(null) && Object.hasOwn(DTYPES, dtype);
    if (outputs.length === 0 || !outputs.every(isEmpty)) return undefined;
    return outputs.map(({ dtype, shape }) => arrayOf([], shape as number[], dtype as DType));
  }

  #variable({ inputs }: GraphNode): NDArray {
    const { variable, name } = inputs[0]!.node;
    const value = variable && this.#values.get(variable);
    if (value) return value;
    throw new ValueError(`The variable ${variable?.path ?? name} has no value.`, { place: name });
  }

  #computed(node: GraphNode, inputs: readonly NDArray[]): readonly NDArray[] | undefined {
    if (!Object.hasOwn(EVALUATORS, node.op)) return undefined;
    const shapes = node.outputs.map((_, index) => this.#sizes.signature({ node, index }));
    if (shapes.some((shape) => shape.includes(null))) return undefined;
    const sizes = shapes.map((shape) => sizeOf(shape as number[]));
    const [made, from] = [total(sizes), total(inputs.map(({ size }) => size))];
    const growth = this.#growth + Math.max(made - from, 0);
    if (Math.max(...sizes) > MOST_ELEMENTS || growth > MOST_GROWTH) return undefined;
    this.#growth = growth;
    const result = EVALUATORS[node.op]!({ node, inputs, shape: shapes[0] as readonly number[] });
    return result instanceof NDArray ? [result] : result;
  }

  /** Sizes and what is computed from them. */
  #static(node: GraphNode): readonly NDArray[] | undefined {
    const values = node.outputs.map(({ dtype, shape }, index) => {
      if (!Object.hasOwn(DTYPES, dtype) || shape.includes(null)) return undefined;
      const elements = this.#sizes.integers({ node, index });
      return elements && arrayOf(elements, shape as readonly number[], dtype as DType);
    });
    const isKnown = values.length > 0 && values.every((value) => value !== undefined);
    return isKnown ? values : undefined;
  }
}

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

/** An array of these elements. */
export function arrayOf(
  elements: readonly number[],
  shape: readonly number[],
  dtype: DType,
): NDArray {
  return new NDArray(Float64Array.from(elements), shape, 'float64').astype(dtype);
}
