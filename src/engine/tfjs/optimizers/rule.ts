/** How one update rule is described: pure functions over device tensors, one variable at a time. */
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

export interface StepScalars {
  /** A constant of the rule; uploaded once a session. */
  constant(value: number): Scalar;
  /** The learning rate. */
  readonly rate: Scalar;
  /** What `Rule.stepFactor` returned. */
  readonly factor: Scalar;
}

export interface Updated {
  readonly value: Tensor;
  readonly slots: readonly Tensor[];
}

export interface Rule {
  /** Slot variables per trainable variable. */
  readonly slots: number;
  /** `interleaved`: all slots of the first variable, then of the second; `blocks`: the first slot of each, then the second. */
  readonly order: 'interleaved' | 'blocks';
  /** A number that the step shares among variables, from the learning rate and the steps taken before; float32. */
  stepFactor?(rate: number, iterations: number): number;
  update(value: Tensor, gradient: Tensor, slots: readonly Tensor[], step: StepScalars): Updated;
}
