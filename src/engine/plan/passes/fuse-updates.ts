/**
 * Lets the gradient for weights change them at once, so that it is never stored: where nothing else reads it, and
 * everything that reads the old weights stands before.
 */
import { tensorsOf } from '../operands';
import type { DenseWeightGradient, PlanOp, PlanTensor, Routine, UpdateOp } from '../plan';
import { changed, type Pass, Uses } from './pass';

export const fuseUpdates: Pass = {
  name: 'fuseUpdates',
  run: (routine) => {
    const uses = new Uses(routine);
    const changes = new Map<number, PlanOp | undefined>();
    routine.ops.forEach((op, place) => {
      if (op.kind !== 'denseWeightGradient') return;
      const weights = op.out && updateOf(op.out, place, routine, uses);
      const bias = op.biasOut && updateOf(op.biasOut, place, routine, uses);
      if (!weights && !bias) return;
      changes.set(place, withUpdates(op, weights?.op, bias?.op));
      for (const update of [weights, bias]) if (update) changes.set(update.place, undefined);
    });
    return changed(routine, changes);
  },
};

interface Found {
  readonly op: UpdateOp;
  readonly place: number;
}

function updateOf(
  gradient: PlanTensor,
  before: number,
  routine: Routine,
  uses: Uses,
): Found | undefined {
  const place = uses.onlyReader(gradient);
  const op = place === undefined ? undefined : routine.ops[place]!;
  if (op?.kind !== 'update') return undefined;
  const isFree = uses.readers(op.variable).every((reader) => reader === place || reader < before);
  return isFree && !isAssigned(op.variable, routine) ? { op, place: place! } : undefined;
}

function isAssigned(variable: PlanTensor, { ops }: Routine): boolean {
  return ops.some((op) => op.kind === 'assign' && tensorsOf(op).writes.includes(variable));
}

function withUpdates(
  op: DenseWeightGradient,
  weights: UpdateOp | undefined,
  bias: UpdateOp | undefined,
): DenseWeightGradient {
  const { out, biasOut, ...rest } = op;
  return {
    ...rest,
    ...(weights ? { update: plain(weights) } : { out }),
    ...(bias ? { biasUpdate: plain(bias) } : { biasOut }),
  };
}

function plain({ variable, slots }: UpdateOp) {
  return { variable, slots };
}
