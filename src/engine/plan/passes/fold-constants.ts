/** Computes at once what depends on constants alone. */
import { mapTensors, tensorsOf } from '../operands';
import type { PlanOp, PlanTensor, Routine } from '../plan';
import { runOp } from '../reference';
import type { TensorTable } from '../tensor-table';
import type { Pass } from './pass';

/** Most elements that are worth keeping instead of computing them. */
const LARGEST = 1 << 20;

export const foldConstants: Pass = {
  name: 'foldConstants',
  run: (routine, table) => {
    const folded = new Map<number, PlanTensor>();
    const replace = (tensor: PlanTensor) => folded.get(tensor.id) ?? tensor;
    const ops: PlanOp[] = [];
    const results = new Set(routine.results.map(({ tensor }) => tensor.id));
    for (const source of routine.ops) {
      const op = folded.size > 0 ? mapTensors(source, replace) : source;
      const out = isFoldable(op) ? op.out : undefined;
      if (out && !results.has(out.id)) folded.set(out.id, compute(op, out, table));
      else ops.push(op);
    }
    return folded.size > 0 ? ({ ...routine, ops } satisfies Routine) : routine;
  },
};

type WithOut = Extract<PlanOp, { out: PlanTensor }>;

function isFoldable(op: PlanOp): op is WithOut {
  if (!('out' in op) || !op.out || op.kind === 'batchSize' || op.kind === 'dropout') return false;
  const { count } = op.out;
  const isSmall = !count.isBatched && count.each <= LARGEST;
  return isSmall && tensorsOf(op).reads.every(({ source }) => source === 'constant');
}

function compute(op: PlanOp, out: PlanTensor, table: TensorTable): PlanTensor {
  const values = new Map(tensorsOf(op).reads.map(({ id }) => [id, table.constants.get(id)!]));
  runOp(op, { values, batch: 1 });
  return table.constant(out.name, values.get(out.id)!);
}
