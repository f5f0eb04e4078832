/** Puts an activation, and dropout behind it, into what computes its argument. */
import { isActivation } from '../gradients/elementwise';
import type { Epilogue, PlanOp, PlanTensor } from '../plan';
import { changed, type Pass, Uses } from './pass';
import { isSumming } from './summing';

export const fuseActivations: Pass = fusing('fuseActivations', (op, before) => {
  if (op.kind !== 'unary' || !isActivation(op.fn) || before) return undefined;
  return { epilogue: { activation: { fn: op.fn, alpha: op.alpha } }, out: op.out };
});

export const fuseDropouts: Pass = fusing('fuseDropouts', (op, before) => {
  if (op.kind !== 'dropout' || before?.dropout) return undefined;
  const { rate, scale, stream, out } = op;
  return { epilogue: { ...before, dropout: { rate, scale, stream } }, out };
});

type Fuse = (
  op: PlanOp,
  before: Epilogue | undefined,
) => { readonly epilogue: Epilogue; readonly out: PlanTensor } | undefined;

/** @param fuse the epilogue that also does the operation behind it, if it can */
function fusing(name: string, fuse: Fuse): Pass {
  return {
    name,
    run: (routine) => {
      const uses = new Uses(routine);
      const changes = new Map<number, PlanOp | undefined>();
      routine.ops.forEach((op, place) => {
        const at = isSumming(op) ? uses.onlyReader(op.out) : undefined;
        if (at === undefined || !isSumming(op)) return;
        const fused = fuse(routine.ops[at]!, op.epilogue);
        if (!fused) return;
        changes.set(place, { ...op, ...fused });
        changes.set(at, undefined);
      });
      return changed(routine, changes);
    },
  };
}
