/** What is known before running: the values of constants and of shape arithmetic. */
import { toNumbers } from './declaration';
import { fold, isFoldable, LARGEST_FOLDED, type SmallValue } from './fold';
import type { GraphNode, Shape, TensorRef } from './graph';
import { elementCount, ShapeError } from './shapes';
import { NDArray } from '#tensor';

/** TensorFlow's own limit. */
const MAX_RANK = 254;

/** Values of a graph's nodes as far as they are small and known; a builder owns one and tells it each new node. */
export class StaticValues {
  readonly #known = new Map<GraphNode, readonly SmallValue[]>();

  /** Must be told a node's inputs first. */
  add(node: GraphNode): void {
    const values = sizesOfInputs(node) ?? this.#fold(node);
    if (values) this.#known.set(node, values);
  }

  /** All elements in row-major order, undefined if one is unknown. */
  constant(ref: TensorRef): readonly number[] | undefined {
    const elements = this.#value(ref)?.elements ?? largeConstant(ref);
    return elements?.includes(null) ? undefined : (elements as readonly number[] | undefined);
  }

  /** A vector of sizes, each null that is unknown. @throws ShapeError when there are more than a tensor can have */
  sizes(ref: TensorRef): Shape {
    const length = ref.node.outputs[ref.index]!.shape[0] ?? 0;
    if (length > MAX_RANK)
      throw new ShapeError(`Shape must be at most rank ${MAX_RANK} but is rank ${length}`);
    const elements = this.#value(ref)?.elements ?? largeConstant(ref);
    return elements ?? Array.from({ length }, () => null);
  }

  #value(ref: TensorRef): SmallValue | undefined {
    return this.#known.get(ref.node)?.[ref.index];
  }

  #fold(node: GraphNode): readonly SmallValue[] | undefined {
    if (node.op === 'Const') return smallConstant(node);
    if (!isFoldable(node)) return undefined;
    const inputs = node.inputs.map((ref) => this.#value(ref) ?? unknown(ref));
    return inputs.includes(undefined) ? undefined : fold(node, inputs as SmallValue[]);
  }
}

/** What the shapes of a node's inputs alone tell. */
function sizesOfInputs(node: GraphNode): readonly SmallValue[] | undefined {
  const shapes = node.inputs.map(({ node: input, index }) => input.outputs[index]!.shape);
  switch (node.op) {
    case 'Shape':
    case 'ShapeN':
      return shapes.map((shape) => ({ shape: [shape.length], elements: shape }));
    case 'Size':
      return [{ shape: [], elements: [elementCount(shapes[0]!)] }];
    case 'Rank':
      return [{ shape: [], elements: [shapes[0]!.length] }];
    default:
      return undefined;
  }
}

function smallConstant(node: GraphNode): readonly SmallValue[] | undefined {
  const value = node.attrs['value'] as NDArray;
  if (value.size > LARGEST_FOLDED) return undefined;
  return [{ shape: value.shape, elements: toNumbers(value) }];
}

function largeConstant({ node }: TensorRef): readonly number[] | undefined {
  const { value } = node.attrs;
  return node.op === 'Const' && value instanceof NDArray ? toNumbers(value) : undefined;
}

/** Elements of a small tensor none of which is known; nothing of a large one. */
function unknown({ node, index }: TensorRef): SmallValue | undefined {
  const { shape } = node.outputs[index]!;
  const count = elementCount(shape);
  if (count === null || count > LARGEST_FOLDED) return undefined;
  return { shape: shape as readonly number[], elements: new Array<null>(count).fill(null) };
}
