/**
 * Operations whose every result element can be computed for itself. Most of a plan is of this kind; what is fused is
 * decided over them, and not over the plan's many kinds.
 */
import type { Count, PlanTensor } from '../../plan';
import type { Scope } from '../text/scope';

export interface MapOp {
  readonly out: PlanTensor;
  readonly reads: readonly PlanTensor[];
  /** Results of a sample follow from its own elements of batched tensors. */
  readonly isSampleLocal: boolean;
  /** Elements of the inputs are read for many results: computing them anew each time would not pay. */
  readonly isSpread: boolean;
  /** Rough cost of an element, in loads; computing several times pays up to 2. */
  readonly cost: number;
  readonly fold?: Fold | undefined;
  /** Statements that return element `i`, or with a fold: that return what becomes of `v`, the folded value. */
  readonly text: (scope: Scope) => string;
}

/** Many values become one: `v = combine(v, term(k))` for all `k` below `length`. */
export interface Fold {
  readonly length: Count;
  readonly start: string;
  /** Statements that return the value of `k` for element `i`. */
  readonly term: (scope: Scope) => string;
  /** @returns an expression */
  readonly combine: (a: string, b: string) => string;
}

export const SUM = { start: '0f', combine: (a: string, b: string) => `${a} + ${b}` };

/** What the defaults are for elementwise operations. */
export function pointwise(
  out: PlanTensor,
  reads: readonly PlanTensor[],
  text: (scope: Scope) => string,
  rest: Partial<MapOp> = {},
): MapOp {
  const made = { out, reads, text, cost: reads.length, isSpread: false };
  return { ...made, isSampleLocal: isBatched(out), ...rest };
}

export function isBatched({ count }: PlanTensor): boolean {
  return count.isBatched;
}
