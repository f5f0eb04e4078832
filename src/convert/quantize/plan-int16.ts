/**
 * Which parameters each activation gets in int16x8, as TensorFlow's older flatbuffer quantizer gives them: forward, each
 * from its own range, from the input of an op that keeps its scale, or from the op that prescribes them. Where operands
 * of CONCATENATION, MAXIMUM and the like differ from the result, a QUANTIZE is put before the op for each of them.
 */
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';
import type { Range } from '../options';
import {
  fixedOutput,
  floatOperands,
  floatResults,
  hasIntegerKernel,
  isSameScale,
} from './op-table';
import type { Plan, Requantization } from './plan';
import { Slot } from './slot';

export function planInt16(graph: LiteGraph, ranges: ReadonlyMap<LiteTensor, Range>): Plan {
  const slots = new Map<LiteTensor, Slot>();
  const requantizations = new Map<LiteTensor, Requantization[]>();
  const constants = new Map<LiteOp, Map<number, Slot>>();
  const plan = { mode: 'int16x8', slots, produced: new Map(), requantizations, constants } as const;
  const measure = (tensor: LiteTensor) => {
    const range = ranges.get(tensor);
    if (range) slots.set(tensor, Slot.measured(range, 'int16'));
  };
  for (const { tensor } of graph.inputs) measure(tensor);
  for (const op of graph.ops) {
    const kept = keptSlot(op, slots);
    const fixed = fixedOutput(op, 'int16x8');
    for (const result of floatResults(op)) {
      if (kept) slots.set(result, kept);
      else if (fixed) slots.set(result, Slot.fixed(fixed, 'int16'));
      else measure(result);
    }
    if (isCommon(op)) claimOperands(op, plan);
  }
  return plan;
}

/** Ops with several operands of one scale, which is the result's. */
function isCommon(op: LiteOp): boolean {
  return hasIntegerKernel(op, 'int16x8') && isSameScale(op) && floatOperands(op).length > 1;
}

function keptSlot(op: LiteOp, slots: ReadonlyMap<LiteTensor, Slot>): Slot | undefined {
  if (!hasIntegerKernel(op, 'int16x8') || !isSameScale(op)) return undefined;
  const [only, ...others] = floatOperands(op);
  return only === undefined || others.length > 0 ? undefined : slots.get(op.inputs[only]!);
}

function claimOperands(
  op: LiteOp,
  plan: {
    readonly slots: Map<LiteTensor, Slot>;
    readonly requantizations: Map<LiteTensor, Requantization[]>;
    readonly constants: Map<LiteOp, Map<number, Slot>>;
  },
): void {
  const slot = plan.slots.get(op.outputs[0]!);
  if (!slot) return;
  for (const position of floatOperands(op)) {
    const tensor = op.inputs[position]!;
    if (tensor.data) {
      const own = plan.constants.get(op) ?? new Map<number, Slot>();
      plan.constants.set(op, own.set(position, slot));
    } else if (!plan.slots.get(tensor)?.equals(slot)) {
      const claims = plan.requantizations.get(tensor) ?? [];
      claims.push({ slot, users: [[op, position]] });
      plan.requantizations.set(tensor, claims);
    }
  }
}
