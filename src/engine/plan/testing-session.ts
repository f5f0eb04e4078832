/** A session on the reference executor, for tests of this room and for comparisons with the engines. */
import { DTYPES, NDArray, readerOf } from '#tensor';
import type { Program, SessionState } from '../backend';
import { initialRate } from '../optimizers';
import { RandomSource } from '../random';
import { buildPlan, isUncovered } from './build-plan';
import { countOf, type Plan, type PlanResult, type Routine } from './plan';
import type { Pass } from './passes';
import { runRoutine } from './reference';

/** @throws Error when there is no plan for the program */
export function planOf(program: Program, passes?: readonly Pass[]): Plan {
  const plan = buildPlan(program, passes);
  if (isUncovered(plan)) throw new Error(`Uncovered: ${plan.ops.join('; ')}`);
  return plan;
}

export class ReferenceSession {
  readonly plan: Plan;
  readonly #random: RandomSource;
  readonly #program: Program;
  readonly #values = new Map<number, Float32Array>();
  #iterations: number;

  constructor(program: Program, state: SessionState, seed = 1, plan = planOf(program)) {
    this.plan = plan;
    this.#program = program;
    this.#random = new RandomSource(seed);
    this.#iterations = state.iterations;
    for (const [id, values] of this.plan.constants) this.#values.set(id, values);
    this.plan.variables.forEach(({ id }, i) => this.#set(id, state.variables[i]!));
    this.plan.slots.forEach(({ id, count }, i) => {
      if (state.slots[i]) this.#set(id, state.slots[i]);
      else this.#values.set(id, new Float32Array(count.each));
    });
  }

  /** One batch, given whole; returns what it adds to the totals. */
  step(feeds: readonly NDArray[]): NDArray[] {
    const results = this.#run(this.plan.step, feeds);
    if (this.#program.training) this.#iterations++;
    return results;
  }

  fetch(feeds: readonly NDArray[]): NDArray[] {
    return this.#run(this.plan.fetch, feeds);
  }

  run(feeds: readonly NDArray[]): NDArray[] {
    return this.#run(this.plan.run, feeds);
  }

  /** Values of the variables, in the order of the graph's. */
  variables(): Float32Array[] {
    return this.plan.variables.map(({ id }) => this.#values.get(id)!);
  }

  slots(): Float32Array[] {
    return this.plan.slots.map(({ id }) => this.#values.get(id)!);
  }

  #run(routine: Routine, feeds: readonly NDArray[]): NDArray[] {
    this.#random.nextBatch();
    this.plan.feeds.forEach(({ id }, i) => this.#set(id, feeds[i]!));
    const batched = this.plan.feeds.findIndex(({ count }) => count.isBatched);
    const batch = feeds[batched]?.shape[0] ?? 1;
    const { training } = this.#program;
    runRoutine(routine, {
      values: this.#values,
      batch,
      keyOf: (stream) => this.#random.keyOf(stream),
      ...(training ? { training: this.#trainingRun(training.optimizer) } : {}),
    });
    return routine.results.map((result) => this.#result(result, batch));
  }

  #trainingRun(optimizer: NonNullable<Program['training']>['optimizer']) {
    return { optimizer, rate: initialRate(optimizer), iterations: this.#iterations };
  }

  #result({ tensor, dtype, shape }: PlanResult, batch: number): NDArray {
    const values = this.#values.get(tensor.id)!;
    const rest = shape.slice(1).reduce<number>((total, dim) => total * dim!, 1);
    const whole = shape.map((dim) => dim ?? countOf(tensor.count, batch) / rest);
    if (dtype === 'int64') return new NDArray(BigInt64Array.from(values, BigInt), whole, dtype);
    const out = new DTYPES[dtype].array(values.length) as Float32Array;
    out.set(values);
    return new NDArray(out, whole, dtype);
  }

  #set(id: number, array: NDArray): void {
    const read = readerOf(array);
    this.#values.set(
      id,
      Float32Array.from({ length: array.size }, (_, i) => read(i)),
    );
  }
}
