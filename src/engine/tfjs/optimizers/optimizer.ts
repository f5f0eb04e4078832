/** An optimizer in a session: the rule, clipping and weight decay. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError, ValueError } from '#errors';
import type { OptimizerSpec } from '../../backend';
import {
  initialRate,
  refusedOption,
  slotLayout,
  type SlotLayout,
  slotPlaces,
  stepFactor,
  weightDecay,
} from '../../optimizers';
import { clipFor } from './clip';
import type { Rule, StepScalars } from './rule';
import { ruleFor } from './rules';

export interface TrainState {
  /** In `trainable` order. */
  readonly values: readonly tf.Tensor[];
  /** In Keras's order. */
  readonly slots: readonly tf.Tensor[];
}

export class Optimizer {
  rate: number;
  readonly #spec: OptimizerSpec;
  readonly #layout: SlotLayout;
  readonly #rule: Rule;
  readonly #clip: ReturnType<typeof clipFor>;
  readonly #decay: number | undefined;
  readonly #constants = new Map<number, tf.Scalar>();

  /** @throws NotImplementedError for an option of Keras that is not followed here */
  constructor(spec: OptimizerSpec) {
    const refused = refusedOption(spec);
    if (refused) throw new NotImplementedError(`The optimizer option ${refused} is not supported.`);
    this.#spec = spec;
    this.#layout = slotLayout(spec);
    this.#rule = ruleFor(spec);
    this.#clip = clipFor(spec);
    this.rate = initialRate(spec);
    this.#decay = weightDecay(spec);
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
      const places = slotPlaces(this.#layout, index, values.length);
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

  #scalars(iterations: number): StepScalars {
    const factor = stepFactor(this.#spec, this.rate, iterations);
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
