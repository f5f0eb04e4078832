/** Whether samples can be computed side by side: nothing may mix what belongs to one with what belongs to another. */
import type { SymbolicTensor } from '#graph';
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';

/** Whether each input is one sample with a first dimension of 1. */
export function canBeJoined({ inputs }: LiteGraph): boolean {
  return inputs.length > 0 && inputs.every(({ tensor }) => tensor.shape[0] === 1);
}

/** Whether what the op makes depends on the samples' values. @param perSample tensors of which this is known */
export function takesSamples(
  { code, inputs }: LiteOp,
  perSample: ReadonlySet<LiteTensor>,
): boolean {
  return code !== 'SHAPE' && inputs.some((input) => input && perSample.has(input));
}

/** Ops that look along one dimension and leave the shape: that must not be the first. */
const ALONG_LAST = ['SOFTMAX', 'LOG_SOFTMAX', 'L2_NORMALIZATION'];
const ALONG_AXIS = ['CUMSUM', 'REVERSE_V2'];

/**
 * Whether the results still have the samples as their open first dimension and are otherwise as in the file.
 * @param perSample tensors of which this is known
 */
export function isWithOpenBatch(
  op: LiteOp,
  outputs: readonly SymbolicTensor[],
  perSample: ReadonlySet<LiteTensor>,
): boolean {
  const ranks = op.inputs.flatMap((input) =>
    input && perSample.has(input) ? [input.shape.length] : [],
  );
  if (new Set(ranks).size > 1 || runsAlongFirst(op, ranks[0]!)) return false;
  return op.outputs.every(({ shape }, i) => {
    const [batch, ...rest] = outputs[i]!.shape;
    return shape[0] === 1 && batch === null && rest.every((size, k) => size === shape[k + 1]);
  });
}

function runsAlongFirst({ code, inputs }: LiteOp, rank: number): boolean {
  if (ALONG_LAST.includes(code)) return rank === 1;
  if (!ALONG_AXIS.includes(code)) return false;
  const axes = Array.from((inputs[1]?.data?.data ?? [0]) as ArrayLike<number>);
  return axes.some((axis) => axis === 0 || axis === -rank);
}
