/** The session's variables and optimizer slots on the device. Whatever is replaced is freed. */
import * as tf from '@tensorflow/tfjs-core';
import { ValueError } from '#errors';
import type { GraphVariable } from '#graph';
import type { NDArray } from '#tensor';
import type { Program, SessionState } from '../backend';
import { deviceDType, download, upload } from './dtypes';
import type { Optimizer } from './optimizers/optimizer';

export class DeviceVariables {
  readonly values = new Map<GraphVariable, tf.Tensor>();
  slots: tf.Tensor[] = [];
  iterations = 0;
  readonly #variables: readonly GraphVariable[];
  readonly #trainable: readonly GraphVariable[];
  readonly #optimizer: Optimizer | undefined;

  constructor(program: Program, optimizer: Optimizer | undefined) {
    this.#variables = program.graph.variables;
    this.#trainable = program.training?.trainable ?? [];
    this.#optimizer = optimizer;
  }

  get trainable(): tf.Tensor[] {
    return this.#trainable.map((variable) => this.values.get(variable)!);
  }

  /**
   * Replaces everything by host arrays.
   * @throws ValueError when an array does not fit its variable; nothing is changed then
   */
  write(state: SessionState): void {
    this.#check(state);
    this.#variables.forEach((variable, index) =>
      this.assign(variable, upload(state.variables[index]!, deviceDType(variable.dtype))),
    );
    tf.dispose(this.slots);
    this.slots = this.#slotVariables().map((variable, slot) =>
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

  #slotVariables(): GraphVariable[] {
    const count = this.#trainable.length;
    const slots = this.#optimizer?.slotCount(count) ?? 0;
    return Array.from(
      { length: slots },
      (_, slot) => this.#trainable[this.#optimizer!.ownerOfSlot(slot, count)]!,
    );
  }

  #check(state: SessionState): void {
    checkArrays('variables', state.variables, this.#variables);
    if (state.slots.length > 0) checkArrays('optimizer slots', state.slots, this.#slotVariables());
  }
}

function checkArrays(
  what: string,
  arrays: readonly NDArray[],
  variables: readonly GraphVariable[],
): void {
  if (arrays.length !== variables.length) {
    throw new ValueError(`Expected ${variables.length} ${what}, but received ${arrays.length}.`);
  }
  arrays.forEach((array, index) => {
    const { shape, path } = variables[index]!;
    if (array.shape.join() === shape.join()) return;
    throw new ValueError(
      `The value for ${path} (${what}) has shape (${array.shape.join(', ')}), but the variable has shape (${shape.join(', ')}).`,
      { place: path },
    );
  });
}
