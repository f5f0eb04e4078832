/** Drops operations whose results nobody reads. */
import { tensorsOf } from '../operands';
import type { PlanOp, Routine } from '../plan';
import type { Pass } from './pass';

export const dropDead: Pass = {
  name: 'dropDead',
  run: (routine) => {
    const wanted = new Set(routine.results.map(({ tensor }) => tensor.id));
    const kept: PlanOp[] = [];
    for (const op of routine.ops.toReversed()) {
      const { reads, writes } = tensorsOf(op);
      const isWanted = writes.some(({ id, source }) => source !== 'computed' || wanted.has(id));
      if (!isWanted) continue;
      kept.push(op);
      for (const { id } of reads) wanted.add(id);
    }
    const isSame = kept.length === routine.ops.length;
    return isSame ? routine : ({ ...routine, ops: kept.reverse() } satisfies Routine);
  },
};
