/** How one update rule is described: pure functions over device tensors, one variable at a time. */
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

export interface StepScalars {
  /** A constant of the rule; uploaded once a session. */
  constant(value: number): Scalar;
  /** The learning rate. */
  readonly rate: Scalar;
  /** What `stepFactor` returned. */
  readonly factor: Scalar;
}

export interface Updated {
  readonly value: Tensor;
  readonly slots: readonly Tensor[];
}

export interface Rule {
  update(value: Tensor, gradient: Tensor, slots: readonly Tensor[], step: StepScalars): Updated;
}
