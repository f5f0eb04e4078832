/**
 * Arithmetic on small values that are known without running a device: sizes, axes, indices. Tracing folds what it knows
 * of them, elements that it does not know being null; the engine folds shapes that it sees while it runs.
 */
import { ARITHMETIC, REARRANGING, type Folding, type SmallValue } from './fold-table';
import type { GraphNode } from './graph';

export type { SmallValue };

/** Larger arrays are data, not shapes. */
export const LARGEST_FOLDED = 64;

const TABLE: Readonly<Record<string, Folding>> = { ...ARITHMETIC, ...REARRANGING };

/** Whether values of this node are folded at all. */
export function isFoldable(node: Pick<GraphNode, 'op' | 'outputs'>): boolean {
  if (!Object.hasOwn(TABLE, node.op)) return false;
  return node.outputs.every(({ dtype }) => Object.hasOwn(ROUNDING, dtype));
}

/** The values of the node's outputs, undefined where the op or its inputs are not of the kind that is folded. */
export function fold(
  node: Pick<GraphNode, 'op' | 'attrs' | 'outputs'>,
  inputs: readonly SmallValue[],
): readonly SmallValue[] | undefined {
  if (!isFoldable(node)) return undefined;
  if (inputs.some(({ elements }) => elements.length > LARGEST_FOLDED)) return undefined;
  const result = TABLE[node.op]!({ attrs: node.attrs, inputs, count: node.outputs.length });
  const values = Array.isArray(result) ? (result as readonly SmallValue[]) : [result as SmallValue];
  if (!result || values.some(({ elements }) => elements.length > LARGEST_FOLDED)) return undefined;
  return values.map(({ shape, elements }, i) => {
    const round = ROUNDING[node.outputs[i]!.dtype]!;
    return { shape, elements: elements.map((value) => (value === null ? null : round(value))) };
  });
}

const ROUNDING: Readonly<Record<string, (value: number) => number>> = {
  int32: Math.trunc,
  int64: Math.trunc,
  bool: (value) => (value === 0 ? 0 : 1),
  float32: Math.fround,
};
