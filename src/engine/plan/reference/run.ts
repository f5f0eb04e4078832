/** Runs the operations of a routine one by one. */
import { countOf, type PlanOp, type PlanTensor, type Routine } from '../plan';
import { ELEMENTWISE } from './elementwise';
import { LINEAR } from './linear';
import { ROWS } from './rows';
import { TRAINING } from './training';
import { WINDOWS } from './windows';
import type { At, Kernel, Kernels, Run } from './kernel';

const KERNELS: Kernels = {
  ...ELEMENTWISE,
  ...ROWS,
  ...LINEAR,
  ...WINDOWS,
  ...TRAINING,
};

/**
 * Runs a routine on the values of its feeds, variables, slots and constants, by tensor id; adds what it computes, and
 * puts new arrays in the place of variables and slots that change.
 */
export function runRoutine(routine: Routine, run: Run): void {
  for (const op of routine.ops) runOp(op, run);
}

/** @throws RangeError when a tensor has another number of elements than the plan says */
export function runOp(op: PlanOp, run: Run): void {
  const at: At = {
    batch: run.batch,
    run,
    read: (tensor) => checked(tensor, run.values.get(tensor.id), run.batch),
    write: (tensor, values) => run.values.set(tensor.id, checked(tensor, values, run.batch)),
  };
  (KERNELS[op.kind] as Kernel)(op, at);
}

function checked(
  tensor: PlanTensor,
  values: Float32Array | undefined,
  batch: number,
): Float32Array {
  const wanted = countOf(tensor.count, batch);
  if (values?.length === wanted) return values;
  throw new RangeError(`${tensor.name} has ${values?.length} elements instead of ${wanted}`);
}
