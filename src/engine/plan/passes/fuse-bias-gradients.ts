/** Adds up the gradient for a bias while that for the weights is computed: both read the same. */
import { isSame } from '../dims';
import type {
  Conv2DWeightGradient,
  DenseWeightGradient,
  DepthwiseConv2DWeightGradient,
  PlanOp,
  Reduce,
} from '../plan';
import { changed, type Pass, Uses } from './pass';
import { rowsOfWindow } from './summing';

export const fuseBiasGradients: Pass = {
  name: 'fuseBiasGradients',
  run: (routine) => {
    const uses = new Uses(routine);
    const changes = new Map<number, PlanOp | undefined>();
    routine.ops.forEach((op, place) => {
      if (!isWeightGradient(op) || op.biasOut) return;
      const at = uses.readers(op.gradient).find((reader) => {
        const other = routine.ops[reader]!;
        return !changes.has(reader) && isRowSum(other, op) && isReadBehind(other, place, uses);
      });
      if (at === undefined) return;
      changes.set(place, { ...op, biasOut: (routine.ops[at] as Reduce).out });
      changes.set(at, undefined);
    });
    return changed(routine, changes);
  },
};

type WeightGradient = DenseWeightGradient | Conv2DWeightGradient | DepthwiseConv2DWeightGradient;

function isWeightGradient(op: PlanOp): op is WeightGradient {
  return (
    op.kind === 'denseWeightGradient' ||
    op.kind === 'conv2dWeightGradient' ||
    op.kind === 'depthwiseConv2dWeightGradient'
  );
}

function isRowSum(op: PlanOp, weights: WeightGradient): op is Reduce {
  const { rows, units } = weights.kind === 'denseWeightGradient' ? weights : rowsOfWindow(weights);
  return (
    op.kind === 'reduce' &&
    op.fn === 'sum' &&
    isSame(op.outer, { each: 1, isBatched: false }) &&
    isSame(op.reduced, rows) &&
    op.inner === units
  );
}

function isReadBehind({ out }: Reduce, place: number, uses: Uses): boolean {
  return uses.readers(out).every((reader) => reader > place);
}
