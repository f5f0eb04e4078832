/** What functions that fold dimensions, or take two operands, share. */
import * as graph from '#graph';
import type { Operand, ReduceOptions } from '#graph';

/** `axis` alone as in `reduce_mean(x, 0)`, or `{axis, keepdims}`. */
export type AxisOrOptions = number | readonly number[] | null | ReduceOptions;

export function reduceOptions(given: AxisOrOptions = null, keepdims?: boolean): ReduceOptions {
  const isAxis = given === null || typeof given === 'number' || Array.isArray(given);
  const options = isAxis
    ? { axis: given as number | readonly number[] | null }
    : (given as ReduceOptions);
  return keepdims === undefined ? options : { ...options, keepdims };
}

/** Mean squared distance from the mean. */
export function variance(x: Operand, options: graph.ReduceOptions): graph.SymbolicTensor {
  const mean = graph.mean(x, { ...options, keepdims: true });
  return graph.squaredDifference(x, mean).mean(options);
}

/** The left operand as a tensor; a number takes the dtype of the right one. */
export function tensorOf(x: Operand, y: Operand): graph.SymbolicTensor {
  return graph.graphOf([x, y]).tensor(x, y instanceof graph.SymbolicTensor ? y.dtype : undefined);
}
