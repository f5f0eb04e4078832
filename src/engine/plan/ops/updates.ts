/** What changes variables, and what only the size of the batch tells. */
import type { PlanTensor } from './tensors';

/** `out`, one number, is `factor` times the samples in the batch. */
export interface BatchSize {
  readonly kind: 'batchSize';
  readonly out: PlanTensor;
  readonly factor: number;
}

/** One step of the optimizer; `slots` are the variable's own, in the order of `optimizers.ts`. */
export interface Update {
  readonly variable: PlanTensor;
  readonly slots: readonly PlanTensor[];
}

export interface UpdateOp extends Update {
  readonly kind: 'update';
  readonly gradient: PlanTensor;
}

/** Copies; stands behind everything that reads the variable. */
export interface Assign {
  readonly kind: 'assign';
  readonly variable: PlanTensor;
  readonly value: PlanTensor;
}
