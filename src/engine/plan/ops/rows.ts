/** What folds, spreads and ranks: reductions, soft-max, cross-entropy, classes. */
import type { Count, PlanTensor } from './tensors';

/** `x` is [outer, reduced, inner], `out` [outer, inner]. A mean divides by what `reduced` counts in the batch at hand. */
export interface Reduce {
  readonly kind: 'reduce';
  readonly fn: 'sum' | 'mean' | 'max' | 'min';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly outer: Count;
  readonly reduced: Count;
  readonly inner: number;
}

/** `out[o, r, i] = x[o, i]`, divided by the number of `repeated` if it is the gradient of a mean. */
export interface Broadcast {
  readonly kind: 'broadcast';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly outer: Count;
  readonly repeated: Count;
  readonly inner: number;
  readonly isMean: boolean;
}

/** Over rows of `size`. */
export interface Softmax {
  readonly kind: 'softmax' | 'logSoftmax';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
}

export interface SoftmaxGradient {
  readonly kind: 'softmaxGradient' | 'logSoftmaxGradient';
  /** The result of the softmax or log-softmax. */
  readonly y: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
}

/**
 * Softmax and cross-entropy in one, from logits: `out[r] = -sum over c of target[r, c] * logSoftmax(logits[r])[c]`.
 * Targets are class numbers [rows] or distributions [rows, classes]. Class numbers lose their fraction, and one outside
 * has the target 0 everywhere.
 */
export interface CrossEntropy {
  readonly kind: 'crossEntropy';
  readonly logits: PlanTensor;
  readonly targets: PlanTensor;
  readonly isSparse: boolean;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly classes: number;
}

/** `out[r, c] = gradient[r] * (softmax(logits[r])[c] * sum(target[r]) - target[r, c])`. */
export interface CrossEntropyGradient {
  readonly kind: 'crossEntropyGradient';
  readonly logits: PlanTensor;
  readonly targets: PlanTensor;
  readonly isSparse: boolean;
  /** [rows] */
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly classes: number;
}

/** The place of the first largest value of each row. */
export interface ArgMax {
  readonly kind: 'argMax';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
}

/** Numbers lose their fraction before they are compared with the columns. */
export interface OneHot {
  readonly kind: 'oneHot';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
  readonly on: number;
  readonly off: number;
}
