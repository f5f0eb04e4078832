/** What a routine's operations become, before it is decided which of them share a dispatch. */
import type { Count, PlanTensor } from '../../plan';
import type { Scope } from '../text/scope';
import type { MapOp } from './map-op';

export type Item = MapItem | Gemm | Effect;

export interface MapItem {
  readonly kind: 'map';
  readonly op: MapOp;
}

/** `result[m, n] = sum over k of a[m, k] * b[n, k]`, in tiles. */
export interface Gemm {
  readonly kind: 'gemm';
  readonly m: Count;
  readonly n: number;
  readonly k: Count;
  readonly a: GemmOperand;
  readonly b: GemmOperand;
  /** Stretches of `k` that are summed apart from each other; `split` is the number of one. */
  readonly splits: number;
  readonly reads: readonly PlanTensor[];
  readonly writes: readonly PlanTensor[];
  /** Statements that store `v` for `m` and `n`. */
  readonly put: (scope: Scope) => string;
}

export interface GemmOperand {
  /** Which of the two indices moves along neighbouring memory. */
  readonly along: 'row' | 'k';
  /** Statements that return the value at `row` (an `m` or an `n`) and `k`. */
  readonly text: (scope: Scope) => string;
  /** The same for `k` up to `k + 3` as a vector, where that is cheaper; `k` is then a multiple of 4. */
  readonly quad?: ((scope: Scope) => string) | undefined;
}

/** Changes variables, each element for itself. */
export interface Effect {
  readonly kind: 'effect';
  readonly count: Count;
  readonly reads: readonly PlanTensor[];
  readonly writes: readonly PlanTensor[];
  /** Statements for element `i`. */
  readonly text: (scope: Scope) => string;
}
