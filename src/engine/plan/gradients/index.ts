/** Backpropagation over the operations of a routine: from the loss to the variables that it depends on. */
import { tensorsOf } from '../operands';
import type { OpWriter } from '../op-writer';
import type { PlanOp, PlanTensor } from '../plan';
import { ELEMENTWISE, isSmooth } from './elementwise';
import { LINEAR } from './linear';
import { ROWS } from './rows';
import type { Backward, BackwardTable, GradientTape } from './tape';

const BACKWARD: BackwardTable = { ...ELEMENTWISE, ...ROWS, ...LINEAR };

/**
 * Writes the way back behind what has been written.
 * @returns gradients of the loss by the id of the variable; a variable that the loss does not depend on is absent
 */
export function backpropagate(
  writer: OpWriter,
  loss: PlanTensor,
  variables: readonly PlanTensor[],
): Map<number, PlanTensor> {
  const forward = [...writer.ops];
  const tape = new Tape(writer, dependents(forward, variables));
  tape.give(loss, () => writer.table.scalar(1));
  for (const op of forward.toReversed()) {
    const gradient = isPassing(op) ? tape.sum(outOf(op)!) : undefined;
    if (!gradient) continue;
    writer.name = `${outOf(op)!.name}/gradient`;
    (BACKWARD[op.kind] as Backward)(op, gradient, tape);
  }
  const found = variables.map((variable) => [variable.id, tape.sum(variable)] as const);
  return new Map(found.filter((entry): entry is [number, PlanTensor] => entry[1] !== undefined));
}

/** Tensors that move with the variables, the variables among them. */
function dependents(ops: readonly PlanOp[], variables: readonly PlanTensor[]): Set<number> {
  const moving = new Set(variables.map(({ id }) => id));
  for (const op of ops) {
    const out = outOf(op);
    if (!out || !isPassing(op)) continue;
    if (tensorsOf(op).reads.some(({ id }) => moving.has(id))) moving.add(out.id);
  }
  return moving;
}

function isPassing(op: PlanOp): boolean {
  return op.kind in BACKWARD && (!('fn' in op) || isSmooth(op.fn));
}

function outOf(op: PlanOp): PlanTensor | undefined {
  return 'out' in op ? op.out : undefined;
}

class Tape implements GradientTape {
  readonly writer: OpWriter;
  readonly #moving: ReadonlySet<number>;
  readonly #given = new Map<number, PlanTensor[]>();

  constructor(writer: OpWriter, moving: ReadonlySet<number>) {
    this.writer = writer;
    this.#moving = moving;
  }

  readonly give = ({ id }: PlanTensor, compute: () => PlanTensor): void => {
    if (!this.#moving.has(id)) return;
    const given = this.#given.get(id) ?? [];
    given.push(compute());
    this.#given.set(id, given);
  };

  /** All that was given for a tensor, in one; undefined where nothing was. */
  sum({ id }: PlanTensor): PlanTensor | undefined {
    return this.#given.get(id)?.reduce((total, part) => this.writer.both('add', total, part));
  }
}
