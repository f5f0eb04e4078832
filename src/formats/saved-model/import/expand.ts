/** Ops that are written out in others, so that engines need not know them. */
import { ValueError } from '#errors';
import type { GraphBuilder, SymbolicTensor, TensorRef } from '#graph';
import { NDArray } from '#tensor';
import type { Call } from './evaluator';

type Expansion = (call: Call, inputs: readonly SymbolicTensor[]) => SymbolicTensor;

export function isExpanded(op: string): boolean {
  return EXPANSIONS.has(op);
}

/** @throws ValueError naming the node, for inputs that the op does not take */
export function expandNode(
  builder: GraphBuilder,
  call: Call,
  inputs: readonly SymbolicTensor[],
): readonly SymbolicTensor[] {
  const { node, frame } = call;
  const expansion = EXPANSIONS.get(node.op)!;
  return builder.scope(`${frame.scope}${node.name}`, () => [expansion(call, inputs)]);
}

/** How often, or with what weight, each number below `size` occurs in a row. */
const denseBincount: Expansion = ({ node, place }, [input, size, weights]) => {
  const depth = size && constantScalar(size);
  if (!input || !weights || depth === undefined || input.ndim < 1)
    throw new ValueError(
      `${place} (${node.op}) needs rows of numbers and a size that is constant.`,
    );
  const isBinary = node.attr['binary_output']?.value.value === true;
  const one = (value: number) => new NDArray(Float32Array.of(value), [], 'float32');
  const { builder } = input;
  const hot = builder.addNode('OneHot', [input, depth, one(1), one(0)]);
  const isWeighted = weights.shape[0] !== 0 && !isBinary;
  const counted = isWeighted ? hot.mul(weights.astype('float32').expand_dims(-1)) : hot;
  const folded = isBinary ? counted.max({ axis: -2 }) : counted.sum({ axis: -2 });
  return folded.astype(weights.dtype);
};

/** A constant, or the smaller of a constant and something that is certainly not below it, as Keras bounds the size. */
function constantScalar({ node }: TensorRef): number | undefined {
  const value = node.op === 'Const' ? node.attrs['value'] : undefined;
  if (value instanceof NDArray) return value.size === 1 ? Number(value.data[0]) : undefined;
  if (node.op !== 'Minimum') return undefined;
  const [limit, other] = node.inputs;
  const most = limit && constantScalar(limit);
  const least = other?.node.op === 'Maximum' ? constantScalar(other.node.inputs[0]!) : undefined;
  return most !== undefined && least !== undefined && least >= most ? most : undefined;
}

const EXPANSIONS: ReadonlyMap<string, Expansion> = new Map([['DenseBincount', denseBincount]]);
