/** Variables, slots and steps taken, between the host and the session's memory. */
import { ValueError } from '#errors';
import type { GraphVariable } from '#graph';
import type { instructions } from '#simd';
import type { DType, NDArray } from '#tensor';
import type { Program, SessionState } from '../backend';
import { deviceData, hostArray } from '../dtypes';
import { initialRate, slotOwners, stepFactor } from '../optimizers';
import { type Plan, type PlanTensor, tensorsOf } from '../plan';
import { checkState } from '../state-check';
import type { SessionMemory } from './session-memory';
import { updateRule } from '../update-rule';

export class TrainedState {
  /** The learning rate of the next step. */
  rate: number;
  readonly rule: instructions.UpdateRule | undefined;
  readonly #memory: SessionMemory;
  readonly #program: Program;
  readonly #plan: Plan;
  /** The variable that each slot belongs to. */
  readonly #owners: readonly GraphVariable[];
  /** Ids of variables that running changes. */
  readonly #changing: ReadonlySet<number>;
  /** What was written last. */
  #given: readonly NDArray[] = [];
  #iterations = 0;

  constructor(memory: SessionMemory, program: Program, plan: Plan) {
    const { optimizer, trainable } = program.training ?? {};
    this.#memory = memory;
    this.#program = program;
    this.#plan = plan;
    this.rate = optimizer ? initialRate(optimizer) : 0;
    this.rule = optimizer && updateRule(optimizer);
    this.#owners = optimizer ? slotOwners(optimizer, trainable!) : [];
    const ops = [...plan.step.ops, ...plan.run.ops];
    this.#changing = new Set(ops.flatMap((op) => tensorsOf(op).writes.map(({ id }) => id)));
  }

  /** Puts learning rate and factor where the kernels read them. @throws ValueError when nothing can be trained */
  beginStep(): void {
    const { training } = this.#program;
    if (!training) return;
    if (this.#plan.hasNoGradients) throw new ValueError('No gradients provided for any variable.');
    const factor = stepFactor(training.optimizer, this.rate, this.#iterations);
    this.#memory.writeScalars(this.rate, factor);
  }

  endStep(): void {
    if (this.#program.training) this.#iterations++;
  }

  /** @throws ValueError when an array does not fit its variable; nothing is changed then */
  write(state: SessionState): void {
    const { variables } = this.#program.graph;
    checkState(state, variables, this.#owners);
    this.#plan.variables.forEach((tensor, index) => {
      const isBool = variables[index]!.dtype === 'bool';
      const array = state.variables[index]!;
      this.#memory.write(tensor, deviceData(array, isBool ? 'bool' : 'float32'));
    });
    this.#plan.slots.forEach((tensor, index) => {
      const slot = state.slots[index];
      this.#memory.write(tensor, slot && deviceData(slot, 'float32'));
    });
    this.#given = state.variables;
    this.#iterations = state.iterations;
  }

  /** A variable that nothing changes is the array that was written: floats might not hold its numbers. */
  read(): SessionState {
    const { variables } = this.#program.graph;
    return {
      variables: this.#plan.variables.map((tensor, index) => {
        const { shape, dtype } = variables[index]!;
        return this.#changing.has(tensor.id)
          ? this.#array(tensor, shape, dtype)
          : this.#given[index]!;
      }),
      iterations: this.#iterations,
      slots: this.#plan.slots.map((tensor, index) =>
        this.#array(tensor, this.#owners[index]!.shape, 'float32'),
      ),
    };
  }

  #array(tensor: PlanTensor, shape: readonly number[], dtype: DType): NDArray {
    return hostArray(this.#memory.readTensor(tensor), shape, dtype);
  }
}
