/** Puts the addition of a bias into what computes the sums before it. */
import { fixed, product, walkOver } from '../dims';
import type { Binary, PlanOp, PlanTensor } from '../plan';
import { changed, type Pass, Uses } from './pass';
import { isSumming, rowsOf, type Summing } from './summing';

export const fuseBias: Pass = {
  name: 'fuseBias',
  run: (routine) => {
    const uses = new Uses(routine);
    const changes = new Map<number, PlanOp | undefined>();
    routine.ops.forEach((op, place) => {
      if (!isSumming(op) || op.bias || op.epilogue) return;
      const at = uses.onlyReader(op.out);
      const add = at === undefined ? undefined : routine.ops[at]!;
      const bias = add?.kind === 'binary' ? biasOf(op, add) : undefined;
      if (!bias || !isThere(bias, place, uses)) return;
      changes.set(place, { ...op, bias, out: (add as Binary).out });
      changes.set(at!, undefined);
    });
    return changed(routine, changes);
  },
};

function isThere(bias: PlanTensor, place: number, uses: Uses): boolean {
  return bias.source !== 'computed' || uses.writer(bias)! < place;
}

/** What is added, if it is the same for every row. */
function biasOf(op: Summing, add: Binary): PlanTensor | undefined {
  if (add.fn !== 'add' || add.a === add.b) return undefined;
  const isFirst = add.a === op.out;
  const bias = isFirst ? add.b : add.a;
  const [strides, biasStrides] = isFirst
    ? [add.aStrides, add.bStrides]
    : [add.bStrides, add.aStrides];
  const { rows, units } = rowsOf(op);
  const dims = [rows, fixed(units)];
  const wanted = walkOver(dims, [dims, [fixed(units)]]);
  const isRow =
    product(add.dims).each === op.out.count.each &&
    JSON.stringify([add.dims, strides, biasStrides]) ===
      JSON.stringify([wanted.dims, ...wanted.strides]);
  return isRow && bias.count.each === units && !bias.count.isBatched ? bias : undefined;
}
