/** Reductions. Long ones are cut into parts that many workgroups add up. */
import type { DepthwiseConv2DWeightGradient, Count, PlanTensor, Reduce } from '../../plan';
import { countText, fixed, float } from '../text/literals';
import type { Scope } from '../text/scope';
import { sumOfParts } from './conv';
import { placesOf } from './dense';
import type { FreshTensors } from './fresh-tensors';
import { type Fold, isBatched, type MapOp, pointwise, SUM } from './map-op';
import { NOMINAL_BATCH } from './nominal';
import { depthwiseTerm } from './windows';

/** From so many values on that few results are made of, parts are added up first. */
const LONG = 32 * 1024;
const FEW_RESULTS = 16 * 1024;
const LONGEST_PART = 512;
const MOST_PARTS = 256;

export function reduce(op: Reduce, fresh: FreshTensors): MapOp[] {
  const { fn, x, out, outer, reduced, inner } = op;
  const size = countText(reduced);
  const isSum = fn === 'sum' || fn === 'mean';
  const fold: Fold = {
    ...(isSum ? SUM : extreme(fn)),
    length: reduced,
    term: (scope) =>
      `return ${scope.load(x)}((i / ${inner}u * ${size} + k) * ${inner}u + i % ${inner}u);`,
  };
  const made: MapOp = {
    ...pointwise(out, [x], () => (fn === 'mean' ? `return v / f32(${size});` : 'return v;'), {
      isSampleLocal: outer.isBatched && isBatched(out),
      cost: 8,
    }),
    fold,
  };
  return isSum ? inParts(made, fresh) : [made];
}

export function depthwiseConv2dWeightGradient(
  op: DepthwiseConv2DWeightGradient,
  fresh: FreshTensors,
): MapOp[] {
  const { x, gradient, out, biasOut, samples, window: w } = op;
  const length = placesOf(samples, w.outHeight * w.outWidth);
  const sum = (to: PlanTensor, reads: readonly PlanTensor[], term: (scope: Scope) => string) =>
    inParts(
      {
        ...pointwise(to, reads, () => 'return v;', { isSpread: true, cost: 8 }),
        fold: { ...SUM, length, term },
      },
      fresh,
    );
  const weights = sum(out, [x, gradient], (scope) =>
    depthwiseTerm(w, scope.load(x), scope.load(gradient)),
  );
  if (!biasOut) return weights;
  const bias = sum(
    biasOut,
    [gradient],
    (scope) => `return ${scope.load(gradient)}(k * ${w.outChannels}u + i);`,
  );
  return [...weights, ...bias];
}

function extreme(fn: 'max' | 'min'): Pick<Fold, 'start' | 'combine'> {
  return {
    start: float(fn === 'max' ? -Infinity : Infinity),
    combine: (a, b) => `${fn}(${a}, ${b})`,
  };
}

/** The sum as it is, or partial sums and their sum. */
function inParts(op: MapOp, fresh: FreshTensors): MapOp[] {
  const { out, fold } = op;
  const length = fold!.length;
  const results = nominal(out.count);
  const parts = Math.min(MOST_PARTS, Math.ceil(nominal(length) / LONGEST_PART));
  if (parts < 2 || isBatched(out) || results > FEW_RESULTS || results * nominal(length) < LONG) {
    return [op];
  }
  const size = out.count.each;
  const partial = fresh.make(`${out.name}/parts`, fixed(parts * size));
  const inPart = `(${countText(length)} + ${parts - 1}u) / ${parts}u`;
  const first: MapOp = {
    ...op,
    out: partial,
    text: () => 'return v;',
    fold: {
      ...SUM,
      length: { each: Math.ceil(length.each / parts), isBatched: length.isBatched },
      term: (scope) => {
        const term = scope.define(
          `whole${scope.number(partial)}`,
          (name) => `fn ${name}(i: u32, k: u32) -> f32 {\n${fold!.term(scope)}\n}`,
        );
        return `let inPart = ${inPart};
let at = i / ${size}u * inPart + k;
if (k >= inPart || at >= ${countText(length)}) { return 0f; }
return ${term}(i % ${size}u, at);`;
      },
    },
  };
  const sum = sumOfParts(out, partial, size, 0, parts);
  return [first, { ...sum, text: op.text }];
}

function nominal({ each, isBatched: perSample }: Count): number {
  return perSample ? each * NOMINAL_BATCH : each;
}
