/** Shapes of targets against shapes of outputs, as every Keras loss and metric brings them together. */
import type { SymbolicTensor } from '#graph';

/** Keras's `epsilon()`. */
export const EPSILON = 1e-7;

/**
 * Squeezes (or expands) a last dimension of 1 where the ranks differ by one, as Keras's
 * `squeeze_or_expand_to_same_rank` does.
 */
export function matchRanks(
  x: SymbolicTensor,
  y: SymbolicTensor,
): readonly [SymbolicTensor, SymbolicTensor] {
  if (x.ndim === y.ndim + 1 && x.shape.at(-1) === 1) {
    return y.ndim === 1 ? [x, y.expand_dims(-1)] : [x.squeeze(-1), y];
  }
  if (y.ndim === x.ndim + 1 && y.shape.at(-1) === 1) {
    return x.ndim === 1 ? [x.expand_dims(-1), y] : [x, y.squeeze(-1)];
  }
  return [x, y];
}

/** The elements kept between two bounds. */
export function clip(x: SymbolicTensor, low: number, high: number): SymbolicTensor {
  const raised = x.builder.addNode('Maximum', [x, low]);
  return x.builder.addNode('Minimum', [raised, high]);
}
