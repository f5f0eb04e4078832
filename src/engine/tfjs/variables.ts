/** The session's variables and optimizer slots on the device. Whatever is replaced is freed. */
import * as tf from '@tensorflow/tfjs-core';
import type { GraphVariable } from '#graph';
import type { Program, SessionState } from '../backend';
import { deviceDType } from '../dtypes';
import { slotOwners } from '../optimizers';
import { checkState } from '../state-check';
import { download, upload } from './transfer';

export class DeviceVariables {
  readonly values = new Map<GraphVariable, tf.Tensor>();
  slots: tf.Tensor[] = [];
  iterations = 0;
  readonly #variables: readonly GraphVariable[];
  readonly #trainable: readonly GraphVariable[];
  /** The variable that each slot belongs to. */
  readonly #owners: readonly GraphVariable[];

  constructor({ graph, training }: Program) {
    this.#variables = graph.variables;
    this.#trainable = training?.trainable ?? [];
    this.#owners = training ? slotOwners(training.optimizer, this.#trainable) : [];
  }

  get trainable(): tf.Tensor[] {
    return this.#trainable.map((variable) => this.values.get(variable)!);
  }

  /**
   * Replaces everything by host arrays.
   * @throws ValueError when an array does not fit its variable; nothing is changed then
   */
  write(state: SessionState): void {
    checkState(state, this.#variables, this.#owners);
    this.#variables.forEach((variable, index) =>
      this.assign(variable, upload(state.variables[index]!, deviceDType(variable.dtype))),
    );
    tf.dispose(this.slots);
    this.slots = this.#owners.map((variable, slot) =>
      tf.keep(state.slots[slot] ? upload(state.slots[slot]) : tf.zeros([...variable.shape])),
    );
    this.iterations = state.iterations;
  }

  async read(): Promise<SessionState> {
    const variables = this.#variables.map((variable) =>
      download(this.values.get(variable)!, variable.dtype),
    );
    const slots = this.slots.map((slot) => download(slot, 'float32'));
    const { iterations } = this;
    return {
      variables: await Promise.all(variables),
      iterations,
      slots: await Promise.all(slots),
    };
  }

  /** Takes the tensor over and frees the one before. */
  assign(variable: GraphVariable, value: tf.Tensor): void {
    const before = this.values.get(variable);
    if (before === value) return;
    this.values.set(variable, tf.keep(value));
    before?.dispose();
  }

  assignTrained(values: readonly tf.Tensor[], slots: readonly tf.Tensor[]): void {
    this.#trainable.forEach((variable, index) => this.assign(variable, values[index]!));
    slots.forEach((slot, index) => {
      const before = this.slots[index]!;
      if (before === slot) return;
      this.slots[index] = tf.keep(slot);
      before.dispose();
    });
    this.iterations++;
  }

  dispose(): void {
    tf.dispose([...this.values.values(), ...this.slots]);
    this.values.clear();
    this.slots = [];
  }
}
