/**
 * Shape arithmetic on the host: what lies between a Shape node and the Reshape or Fill that uses it. Reading such
 * values back from a device would stall it.
 */
import { fold, type GraphNode, isFoldable, LARGEST_FOLDED } from '#graph';
import { type DType, NDArray } from '#tensor';
import { hostArray, numbersOf } from '../dtypes';

/** The node's values if it is small arithmetic on host arrays, else undefined. */
export function computeOnHost(
  node: GraphNode,
  inputs: readonly unknown[],
): readonly NDArray[] | undefined {
  if (!isFoldable(node) || !inputs.every(isSmall)) return undefined;
  const values = inputs.map((array) => ({ shape: array.shape, elements: numbersOf(array) }));
  return fold(node, values)?.map(({ shape, elements }, i) =>
    hostArray(elements as number[], shape, node.outputs[i]!.dtype as DType),
  );
}

function isSmall(value: unknown): value is NDArray {
  return value instanceof NDArray && value.size <= LARGEST_FOLDED;
}
