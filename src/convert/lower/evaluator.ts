import type { GraphNode } from '#graph';
import { applyBinary, applyUnary, NDArray, type BinaryName, type UnaryName } from '#tensor';

export interface Evaluation {
  readonly node: GraphNode;
  readonly inputs: readonly NDArray[];
  /** Of the first output. */
  readonly shape: readonly number[];
}

/** The values of a node's outputs; undefined where the case is left to the runtime. */
export type Evaluator = (at: Evaluation) => NDArray | readonly NDArray[] | undefined;

export const binary =
  (name: BinaryName): Evaluator =>
  ({ inputs: [x, y] }) =>
    NDArray.from(applyBinary(name, x!, y!));

export const unary =
  (name: UnaryName): Evaluator =>
  ({ inputs: [x] }) =>
    NDArray.from(applyUnary(name, x!));

/** The numbers of a small integer tensor: axes, sizes. */
export function numbersOf(array: NDArray): readonly number[] {
  return Array.from(array.data as ArrayLike<number | bigint>, Number);
}
