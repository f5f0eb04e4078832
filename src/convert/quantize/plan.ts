/** What is decided before a graph is rewritten in integers. */
import type { LiteOp, LiteTensor } from '../lite/graph';
import type { IntegerMode } from './op-table';
import type { Slot } from './slot';

export interface Requantization {
  readonly slot: Slot;
  /** Ops and positions of the operands that read the requantized tensor. */
  readonly users: [LiteOp, number][];
}

export interface Plan {
  readonly mode: IntegerMode;
  /** Of each activation that has integer codes. */
  readonly slots: ReadonlyMap<LiteTensor, Slot>;
  /** What the producer writes where that differs: a QUANTIZE follows. */
  readonly produced: ReadonlyMap<LiteTensor, Slot>;
  readonly requantizations: ReadonlyMap<LiteTensor, readonly Requantization[]>;
  /** Of constants that must have an activation's parameters, by op and position. */
  readonly constants: ReadonlyMap<LiteOp, ReadonlyMap<number, Slot>>;
}

/** The QUANTIZE through which an op reads one of its activations, if there is one. */
export function requantizationOf(
  plan: Plan,
  op: LiteOp,
  position: number,
): Requantization | undefined {
  return plan.requantizations
    .get(op.inputs[position]!)
    ?.find(({ users }) => users.some(([user, i]) => user === op && i === position));
}

/** The parameters in which an op reads one of its activations; undefined for what has none. */
export function operandSlot(plan: Plan, op: LiteOp, position: number): Slot | undefined {
  const tensor = op.inputs[position];
  if (!tensor) return undefined;
  return requantizationOf(plan, op, position)?.slot ?? plan.slots.get(tensor);
}

/** The parameters in which an op writes a result. */
export function resultSlot(plan: Plan, tensor: LiteTensor): Slot | undefined {
  return plan.produced.get(tensor) ?? plan.slots.get(tensor);
}
