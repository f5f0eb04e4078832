/** An optimizer in a session: the rule, clipping and weight decay, and the slots' order on disk. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError, ValueError } from '#errors';
import type { OptimizerSpec } from '../../backend';
import { clipFor } from './clip';
import type { Rule, StepScalars } from './rule';
import { ruleFor } from './rules';

export interface TrainState {
  /** In `trainable` order. */
  readonly values: readonly tf.Tensor[];
  /** In Keras's order. */
  readonly slots: readonly tf.Tensor[];
}

const REFUSED = ['use_ema', 'loss_scale_factor', 'gradient_accumulation_steps'];

export class Optimizer {
  rate: number;
  readonly #rule: Rule;
  readonly #clip: ReturnType<typeof clipFor>;
  readonly #decay: number | undefined;
  readonly #constants = new Map<number, tf.Scalar>();

  /** @throws NotImplementedError for an option of Keras that is not followed here */
  constructor(spec: OptimizerSpec) {
    for (const option of REFUSED) {
      if (spec.config[option]) {
        throw new NotImplementedError(`The optimizer option ${option} is not supported.`);
      }
    }
    this.#rule = ruleFor(spec);
    this.#clip = clipFor(spec);
    const { learning_rate: rate, weight_decay: decay } = spec.config;
    this.rate = typeof rate === 'number' ? rate : 0.001;
    this.#decay = typeof decay === 'number' ? decay : undefined;
  }

  slotCount(variables: number): number {
    return variables * this.#rule.slots;
  }

  /** Index in `trainable` of the variable that a slot belongs to. */
  ownerOfSlot(slot: number, variables: number): number {
    return this.#rule.order === 'blocks' ? slot % variables : Math.floor(slot / this.#rule.slots);
  }

  /**
   * One step. Variables without a gradient keep their tensors.
   * @param iterations steps taken before
   * @throws ValueError as Keras does when no variable has a gradient
   */
  apply(
    state: TrainState,
    gradients: readonly (tf.Tensor | undefined)[],
    iterations: number,
  ): TrainState {
    const moved = gradients.flatMap((gradient, index) => (gradient ? [index] : []));
    if (moved.length === 0) throw new ValueError('No gradients provided for any variable.');
    const present = moved.map((index) => gradients[index]!);
    const clipped = this.#clip ? this.#clip(present) : present;
    const step = this.#scalars(iterations);
    const values = [...state.values];
    const slots = [...state.slots];
    moved.forEach((index, position) => {
      const places = this.#slotsOf(index, values.length);
      const old = places.map((place) => slots[place]!);
      const value = this.#decayed(values[index]!, step);
      const next = this.#rule.update(value, clipped[position]!, old, step);
      values[index] = next.value;
      places.forEach((place, slot) => (slots[place] = next.slots[slot]!));
    });
    return { values, slots };
  }

  dispose(): void {
    for (const constant of this.#constants.values()) constant.dispose();
    this.#constants.clear();
  }

  #slotsOf(variable: number, variables: number): number[] {
    const { slots, order } = this.#rule;
    return Array.from({ length: slots }, (_, slot) =>
      order === 'blocks' ? slot * variables + variable : variable * slots + slot,
    );
  }

  #scalars(iterations: number): StepScalars {
    const factor = this.#rule.stepFactor?.(this.rate, iterations) ?? 0;
    return {
      constant: (value) => this.#constant(value),
      rate: tf.scalar(this.rate),
      factor: tf.scalar(factor),
    };
  }

  #constant(value: number): tf.Scalar {
    const known = this.#constants.get(value);
    if (known) return known;
    const made = tf.keep(tf.scalar(value));
    this.#constants.set(value, made);
    return made;
  }

  #decayed(value: tf.Tensor, step: StepScalars): tf.Tensor {
    if (this.#decay === undefined) return value;
    return tf.sub(value, tf.mul(tf.mul(value, step.constant(this.#decay)), step.rate));
  }
}
