/** Reductions, soft-max and what else runs along rows. */
import { fixed, ONE, positiveAxes, product, type Dims } from '../dims';
import type { PlanTensor, Reduce } from '../plan';
import type { Lower, LowerCall, LowerTable } from './call';

export const REDUCTIONS: LowerTable = {
  Sum: sums('sum'),
  Mean: sums('mean'),
  Max: reduction('max'),
  Min: reduction('min'),
  All: reduction('min'),
  Any: reduction('max'),
  Softmax: soft('softmax'),
  LogSoftmax: soft('logSoftmax'),
  ArgMax: (call) => argMax(call, lastAxis(call)),
  ArgMin: (call) => {
    const rows = lastAxis(call);
    return argMax(call, { ...rows, x: call.writer.unary('neg', rows.x) });
  },
  OneHot: oneHot,
  InTopKV2: inTopK,
};

function sums(fn: Reduce['fn']): Lower {
  const lower = reduction(fn);
  return (call) => {
    const isCount = fn === 'sum' && (call.dtype(0) === 'int32' || call.dtype(0) === 'int64');
    if (!isCount) call.requireFloat();
    return lower(call);
  };
}

function reduction(fn: Reduce['fn']): Lower {
  return (call) => {
    const { tensor, dims } = call.operand(0);
    const axes = positiveAxes(call.numbers(1), dims.length);
    if (axes.length === 0) return tensor;
    const [from, to] = [axes[0]!, axes.at(-1)! + 1];
    const { writer } = call;
    if (to - from === axes.length) return writer.reduce(fn, tensor, dims, from, to);
    const kept = dims.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    // The batch stays in front, where alone it may be.
    const isFirst = axes.includes(0);
    const order = isFirst ? [...axes, ...kept] : [...kept, ...axes];
    const moved = writer.transpose(tensor, dims, order);
    const movedDims = order.map((axis) => dims[axis]!);
    const start = isFirst ? 0 : kept.length;
    return writer.reduce(fn, moved, movedDims, start, start + axes.length);
  };
}

function soft(kind: 'softmax' | 'logSoftmax'): Lower {
  return (call) => {
    call.requireFloat();
    const { tensor: x, dims } = call.operand(0);
    return call.writer.write({ kind, x, ...rowsOf(dims) }, x.count);
  };
}

interface Rows {
  readonly x: PlanTensor;
  readonly dims: Dims;
}

/** The tensor with the axis that input 1 names behind all others. */
function lastAxis(call: LowerCall): Rows {
  const { tensor, dims } = call.operand(0);
  const axis = positiveAxes([call.number(1)], dims.length)[0]!;
  const order = dims.map((_, at) => at).filter((at) => at !== axis);
  if (axis === 0 && dims.length > 1 && dims[0]!.isBatched) call.refuse('over the batch');
  order.push(axis);
  const moved = order.map((at) => dims[at]!);
  return { x: call.writer.transpose(tensor, dims, order), dims: moved };
}

function argMax(call: LowerCall, { x, dims }: Rows): PlanTensor {
  const { rows, size } = rowsOf(dims);
  if (dims.at(-1)?.isBatched) call.refuse('over the batch');
  return call.writer.write({ kind: 'argMax', x, rows, size }, rows);
}

function rowsOf(dims: Dims) {
  return { rows: product(dims.slice(0, -1)), size: dims.at(-1)?.each ?? 1 };
}

/** The new axis is written as the last and moved from there. */
function oneHot(call: LowerCall): PlanTensor {
  const { tensor: x, dims } = call.operand(0);
  const [size, on, off] = [call.number(1), call.number(2), call.number(3)];
  const written = [...dims, fixed(size)];
  const rows = product(dims);
  const out = call.writer.write({ kind: 'oneHot', x, rows, size, on, off }, product(written));
  const axis = call.attr('axis', -1);
  if (axis === -1 || axis === dims.length) return out;
  if (axis === 0 && dims[0]?.isBatched) call.refuse('in front of the batch');
  const order = dims.map((_, at) => at);
  order.splice(axis, 0, dims.length);
  return call.writer.transpose(out, written, order);
}

/** Fewer than k scores above the target's; false where a score is not finite or the target is no class. */
function inTopK(call: LowerCall): PlanTensor {
  const { writer } = call;
  const [scores, targets] = [call.operand(0), call.tensor(1)];
  const { rows, size } = rowsOf(scores.dims);
  const matrix = [rows, fixed(size)];
  const total = (x: PlanTensor) => writer.reduce('sum', x, matrix, 1, 2);
  const isTarget = writer.write(
    { kind: 'oneHot', x: targets, rows, size, on: 1, off: 0 },
    product(matrix),
  );
  const zero = writer.table.scalar(0);
  const walk = { dims: [scores.tensor.count], strides: [[1], [1], [0]] };
  const own = total(writer.select(walk, isTarget, scores.tensor, zero));
  const column = { tensor: own, dims: [rows, ONE] };
  const isBetter = writer.binary('greater', matrix, scores, column);
  const isIn = writer.withNumber('less', total(isBetter), call.number(2));
  const nothing = writer.both('sub', scores.tensor, scores.tensor);
  const isFinite = writer.withNumber('equal', nothing, 0);
  const areFinite = writer.reduce('min', isFinite, matrix, 1, 2);
  const isClass = writer.withNumber('greater', total(isTarget), 0);
  return writer.both('logicalAnd', isIn, writer.both('logicalAnd', areFinite, isClass));
}
