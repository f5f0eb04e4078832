/** Runs a plan, one step after the other. */
import { KernelCall } from '../kernel';
import { dereference } from '../resources/variable';
import type { Runtime } from '../runtime';
import { StatusError } from '../status';
import { freeResidents, settled } from '../simd';
import type { Tensor } from '../tensor';
import { isMerge } from './control-ops';
import { DEAD, isDead } from './dead';
import { locate } from './locate';
import type { Edge, LoopStep, NodeStep, Plan, Step } from './plan';

/** The outputs of a node that does not run, however many it has. */
const DEAD_OUTPUTS: readonly Tensor[] = [];

type Values = (readonly Tensor[] | undefined)[];

/** @param sources values of feeds or arguments, in the order in which the plan knows them */
export function runPlan(
  plan: Plan,
  sources: readonly Tensor[],
  runtime: Runtime,
): readonly Tensor[] {
  const values: Values = new Array(plan.size);
  sources.forEach((tensor, i) => (values[i] = [tensor]));
  for (const [id, value] of plan.constants) values[id] = value;
  const run = new Run(plan, values, runtime);
  try {
    run.steps(plan.steps);
    return plan.fetches.map((edge, i) => run.fetch(edge, i));
  } catch (error) {
    values.forEach(freeResidents);
    throw error;
  }
}

class Run {
  readonly #plan: Plan;
  readonly #values: Values;
  readonly #runtime: Runtime;

  constructor(plan: Plan, values: Values, runtime: Runtime) {
    this.#plan = plan;
    this.#values = values;
    this.#runtime = runtime;
  }

  steps(steps: readonly Step[]): void {
    for (const step of steps) {
      this.#runtime.checkTime();
      if (step.kind === 'node') this.#node(step);
      else this.#loop(step);
      for (const id of step.release) this.#release(id);
    }
  }

  #release(id: number): void {
    freeResidents(this.#values[id]);
    this.#values[id] = undefined;
  }

  fetch(edge: Edge, index: number): Tensor {
    const value = this.#read(edge);
    if (value !== DEAD) return value;
    throw new StatusError('INVALID_ARGUMENT', `Retval[${index}] does not have value`);
  }

  #node(step: NodeStep): void {
    const { def } = step;
    try {
      const inputs = step.inputs.map((edge) => this.#read(edge));
      const isSkipped = isMerge(def) ? inputs.every(isDead) : this.#isDead(step, inputs);
      this.#values[step.id] = isSkipped ? DEAD_OUTPUTS : this.#compute(step, inputs);
    } catch (error) {
      throw locate(error, def.op, step.place, this.#plan.functionName);
    }
  }

  #compute(step: NodeStep, inputs: readonly Tensor[]): readonly Tensor[] {
    const outputs = step.kernel(new KernelCall(step.def, inputs, step.declared), this.#runtime);
    return step.staysResident ? outputs : settled(outputs);
  }

  #isDead({ controls }: NodeStep, inputs: readonly Tensor[]): boolean {
    return inputs.includes(DEAD) || controls.some((id) => this.#values[id] === DEAD_OUTPUTS);
  }

  /** Merge takes the value that entered in the first round, and that of the last round later. */
  #loop({ steps, entries, nexts }: LoopStep): void {
    for (const id of nexts) this.#values[id] = DEAD_OUTPUTS;
    do {
      this.steps(steps);
      for (const id of entries) this.#values[id] = DEAD_OUTPUTS;
    } while (nexts.some((id) => this.#values[id] !== DEAD_OUTPUTS));
  }

  #read({ from, output, isReference }: Edge): Tensor {
    const outputs = this.#values[from];
    if (outputs === DEAD_OUTPUTS) return DEAD;
    const tensor = outputs?.[output];
    if (tensor) return isReference && tensor !== DEAD ? dereference(tensor) : tensor;
    throw new StatusError('INTERNAL', `Output ${output} of an input of the node was not computed`);
  }
}
