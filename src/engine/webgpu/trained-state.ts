/** Variables, slots and steps taken, between the host and the session's state buffer. */
import { ValueError } from '#errors';
import type { GraphVariable } from '#graph';
import type { DType } from '#tensor';
import type { Program, SessionState } from '../backend';
import { deviceData, hostArray } from '../dtypes';
import { initialRate, slotOwners, stepFactor } from '../optimizers';
import type { Plan, PlanTensor } from '../plan';
import { checkState } from '../state-check';
import type { StatePlaces } from './state-places';

export class TrainedState {
  /** The learning rate of the next step. */
  rate: number;
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #places: StatePlaces;
  /** The variable that each slot belongs to. */
  readonly #owners: readonly GraphVariable[];
  #iterations = 0;

  constructor(program: Program, plan: Plan, places: StatePlaces) {
    const { optimizer, trainable } = program.training ?? {};
    this.#program = program;
    this.#plan = plan;
    this.#places = places;
    this.rate = optimizer ? initialRate(optimizer) : 0;
    this.#owners = optimizer ? slotOwners(optimizer, trainable!) : [];
  }

  /** Scalars of the next step, which is then taken. @throws ValueError when nothing can be trained */
  nextStep(): { readonly rate: number; readonly factor: number } {
    const { training } = this.#program;
    if (!training) return { rate: 0, factor: 0 };
    if (this.#plan.hasNoGradients) {
      throw new ValueError('No gradients provided for any variable.');
    }
    const factor = stepFactor(training.optimizer, this.rate, this.#iterations);
    this.#iterations++;
    return { rate: this.rate, factor };
  }

  /** The whole state buffer, constants too. @throws ValueError when an array does not fit its variable */
  write(state: SessionState): Float32Array<ArrayBuffer> {
    const { variables } = this.#program.graph;
    checkState(state, variables, this.#owners);
    const values = new Float32Array(this.#places.size);
    const put = ({ id }: { readonly id: number }, data: ArrayLike<number>) =>
      values.set(data, this.#places.offsets.get(id));
    this.#plan.variables.forEach((tensor, index) => {
      const isBool = variables[index]!.dtype === 'bool';
      put(tensor, deviceData(state.variables[index]!, isBool ? 'bool' : 'float32'));
    });
    this.#plan.slots.forEach((tensor, index) => {
      const slot = state.slots[index];
      if (slot) put(tensor, deviceData(slot, 'float32'));
    });
    for (const [id, data] of this.#plan.constants) put({ id }, data);
    this.#iterations = state.iterations;
    return values;
  }

  /** Words of the state buffer that `read` wants. */
  get length(): number {
    return this.#places.changing;
  }

  /** Steps taken, for a `read` whose values arrive later. */
  get iterations(): number {
    return this.#iterations;
  }

  read(values: Float32Array, iterations: number): SessionState {
    const { variables } = this.#program.graph;
    const array = (tensor: PlanTensor, shape: readonly number[], dtype: DType) => {
      const start = this.#places.offsets.get(tensor.id)!;
      return hostArray(values.slice(start, start + tensor.count.each), shape, dtype);
    };
    return {
      variables: this.#plan.variables.map((tensor, index) =>
        array(tensor, variables[index]!.shape, variables[index]!.dtype as DType),
      ),
      iterations,
      slots: this.#plan.slots.map((tensor, index) =>
        array(tensor, this.#owners[index]!.shape, 'float32'),
      ),
    };
  }
}
