/** From a traced program to a plan. */
import type { GraphNode, TensorRef } from '#graph';
import type { DType } from '#tensor';
import type { Program } from '../backend';
import { refusedOption, slotLayout, slotPlaces } from '../optimizers';
import { clipped } from './clip';
import { backpropagate } from './gradients';
import { mapTensors, tensorsOf } from './operands';
import { Lowering, type Sources, variableOf } from './lowering';
import { NotCovered } from './not-covered';
import { PASSES, type Pass } from './passes';
import type { Plan, PlanOp, PlanResult, PlanTensor, Routine } from './plan';
import { sourcesOf } from './sources';
import type { TensorTable } from './tensor-table';

/** Why there is no plan: TensorFlow's op names, or short phrases such as `Conv2D with NCHW`. Never empty. */
export interface Uncovered {
  readonly ops: readonly string[];
}

export function isUncovered(plan: Plan | Uncovered): plan is Uncovered {
  return 'ops' in plan;
}

/**
 * The program as a plan, or what of it a plan cannot express. Does not throw for what is merely not covered.
 *
 * @param passes what becomes of each routine; the tests leave some out
 */
export function buildPlan(program: Program, passes: readonly Pass[] = PASSES): Plan | Uncovered {
  const missing = new Set<string>();
  try {
    const plan = new PlanBuilding(program, passes, missing).build();
    return missing.size > 0 ? { ops: [...missing] } : plan;
  } catch (error) {
    if (error instanceof NotCovered) return { ops: [...missing, error.reason] };
    throw error;
  }
}

interface Wanted {
  readonly results: readonly TensorRef[];
  readonly assigns: readonly GraphNode[];
  readonly trains: boolean;
}

class PlanBuilding {
  readonly #program: Program;
  readonly #passes: readonly Pass[];
  readonly #missing: Set<string>;
  readonly #sources: Sources;
  readonly #slots: readonly PlanTensor[];
  #hasNoGradients = false;

  constructor(program: Program, passes: readonly Pass[], missing: Set<string>) {
    const { graph, totals, fetches, training } = program;
    this.#program = program;
    this.#passes = passes;
    this.#missing = missing;
    checkOptimizer(program);
    const loss = training ? [training.loss] : [];
    const roots = [...totals, ...fetches, ...loss].map(({ node }) => node);
    this.#sources = sourcesOf(program, [...roots, ...assignments(graph)]);
    this.#slots = this.#makeSlots();
  }

  build(): Plan {
    const { graph, feeds, totals, fetches, training, isWhole } = this.#program;
    const assigns = assignments(graph);
    const step = { results: totals, assigns, trains: training !== undefined };
    const none = { results: [], assigns: [], trains: false };
    const routines = {
      step: this.#routine(isWhole ? none : step),
      fetch: this.#routine(isWhole ? none : { results: fetches, assigns: [], trains: false }),
      run: this.#routine({ results: fetches, assigns, trains: false }),
    };
    const { table, variables, feeds: fed } = this.#sources;
    return {
      ...routines,
      tensors: table.tensors,
      feeds: feeds.map(({ node }) => fed.get(node)!),
      variables: graph.variables.map((variable) => variables.get(variable)!),
      slots: this.#slots,
      constants: usedConstants(routines, table),
      optimizer: training?.optimizer,
      hasNoGradients: this.#hasNoGradients,
    };
  }

  #routine(wanted: Wanted): Routine {
    const lowering = new Lowering(this.#sources);
    const { training } = this.#program;
    const loss = wanted.trains ? [training!.loss] : [];
    lowering.lower([...[...wanted.results, ...loss].map(({ node }) => node), ...wanted.assigns]);
    const results = wanted.results.flatMap((ref) => this.#result(ref, lowering));
    const assigns = wanted.assigns.flatMap((node) => this.#assign(node, lowering));
    if (wanted.trains) this.#train(lowering);
    const { ops } = lowering.writer;
    const routine = { ops: [...ops, ...assigns], results };
    const started = withoutStops(routine, lowering.stops);
    const ordered = { ...started, ops: updatesLast(started.ops) };
    return this.#passes.reduce<Routine>(
      (state, pass) => pass.run(state, this.#sources.table),
      ordered,
    );
  }

  /** Nothing where the tensor has no place in a plan; that is noted. */
  #try<T>(make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof NotCovered)) throw error;
      this.#missing.add(error.reason);
      return undefined;
    }
  }

  #result(ref: TensorRef, lowering: Lowering): PlanResult[] {
    const made = this.#try(() => {
      const { tensor, dims } = lowering.operand(ref);
      const shape = dims.map(({ each, isBatched }) => (isBatched ? null : each));
      if (shape.slice(1).includes(null)) throw new NotCovered('a result with the batch inside');
      lowering.writer.name = ref.node.name;
      const isComputed = tensor.source === 'computed' && !lowering.stops.has(tensor.id);
      const own = isComputed ? tensor : lowering.writer.copy(tensor);
      return { tensor: own, dtype: ref.node.outputs[ref.index]!.dtype as DType, shape };
    });
    return made ? [made] : [];
  }

  #assign(node: GraphNode, lowering: Lowering): PlanOp[] {
    const made = this.#try((): PlanOp => {
      const { tensor } = lowering.operand(node.inputs[1]!);
      const variable = this.#sources.variables.get(variableOf(node))!;
      if (tensor.count.isBatched || tensor.count.each !== variable.count.each) {
        throw new NotCovered('AssignVariableOp of another shape');
      }
      lowering.writer.name = node.name;
      const value = tensor.source === 'variable' ? lowering.writer.copy(tensor) : tensor;
      return { kind: 'assign', variable, value };
    });
    return made ? [made] : [];
  }

  #train(lowering: Lowering): void {
    const { loss, trainable, optimizer } = this.#program.training!;
    const operand = this.#try(() => lowering.operand(loss));
    if (!operand) return;
    const variables = trainable.map((variable) => this.#sources.variables.get(variable)!);
    const gradients = backpropagate(lowering.writer, operand.tensor, variables);
    this.#hasNoGradients = gradients.size === 0;
    if (gradients.size === 0) return;
    const moved = variables.filter(({ id }) => gradients.has(id));
    const present = moved.map(({ id }) => gradients.get(id)!);
    lowering.writer.name = 'clipped';
    clipped(lowering.writer, present, optimizer).forEach((gradient, i) => {
      const variable = moved[i]!;
      const slots = this.#slotsOf(variables.indexOf(variable));
      lowering.writer.ops.push({ kind: 'update', variable, slots, gradient });
    });
  }

  #makeSlots(): PlanTensor[] {
    const { training } = this.#program;
    if (!training) return [];
    const { table, variables } = this.#sources;
    const slots: PlanTensor[] = [];
    training.trainable.forEach((variable, index) => {
      const { count, name } = variables.get(variable)!;
      this.#slotPlaces(index).forEach((place, slot) => {
        slots[place] = table.add(`${name}/slot_${slot}`, count, 'slot');
      });
    });
    return slots;
  }

  #slotsOf(index: number): PlanTensor[] {
    return this.#slotPlaces(index).map((place) => this.#slots[place]!);
  }

  #slotPlaces(index: number): number[] {
    const { optimizer, trainable } = this.#program.training!;
    return slotPlaces(slotLayout(optimizer), index, trainable.length);
  }
}

function assignments({ nodes }: Program['graph']): GraphNode[] {
  return nodes.filter((node) => node.op === 'AssignVariableOp');
}

/** @throws NotCovered for what no engine follows */
function checkOptimizer({ training }: Program): void {
  if (!training) return;
  const isAmsgrad = training.optimizer.config['amsgrad'] === true;
  const option = refusedOption(training.optimizer) ?? (isAmsgrad ? 'amsgrad' : undefined);
  if (option) throw new NotCovered(`the optimizer option ${option}`);
}

function usedConstants(
  { step, fetch, run }: Pick<Plan, 'step' | 'fetch' | 'run'>,
  { constants }: TensorTable,
): Map<number, Float32Array> {
  const ops = [...step.ops, ...fetch.ops, ...run.ops];
  const read = new Set(ops.flatMap((op) => tensorsOf(op).reads.map(({ id }) => id)));
  return new Map([...constants].filter(([id]) => read.has(id)));
}

function withoutStops(routine: Routine, stops: ReadonlyMap<number, PlanTensor>): Routine {
  if (stops.size === 0) return routine;
  const behind = (tensor: PlanTensor): PlanTensor => {
    const source = stops.get(tensor.id);
    return source ? behind(source) : tensor;
  };
  return mapTensors(routine, behind);
}

/** Variables change behind everything that reads them: first what the graph assigns, then what training does. */
function updatesLast(ops: readonly PlanOp[]): PlanOp[] {
  const isUpdate = ({ kind }: PlanOp) => kind === 'update';
  return [...ops.filter((op) => !isUpdate(op)), ...ops.filter(isUpdate)];
}
