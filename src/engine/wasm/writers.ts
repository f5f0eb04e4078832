/** Which instruction an operation of a plan becomes. */
import { instructions, type TapeWriter } from '#simd';
import type { PlanOp, Window } from '../plan';
import { type Addresses, place, type Placed } from './addresses';

/** `batchSize` knows no more than the size of the batch, which no tensor tells. */
type Kind = Exclude<PlanOp['kind'], 'batchSize'>;
type OpOf<K extends Kind, O = PlanOp> = O extends { readonly kind: infer L }
  ? K extends L
    ? O
    : never
  : never;
type Writer<K extends Kind> = (tape: TapeWriter, at: Placed<OpOf<K>>) => void;

const WRITERS: { readonly [K in Kind]: Writer<K> } = {
  dense: instructions.dense,
  denseInputGradient: instructions.denseInputGradient,
  denseWeightGradient: instructions.denseWeightGradient,
  conv2d: instructions.conv2d,
  conv2dInputGradient: instructions.conv2dInputGradient,
  conv2dWeightGradient: instructions.conv2dWeightGradient,
  depthwiseConv2d: instructions.depthwiseConv2d,
  depthwiseConv2dInputGradient: instructions.depthwiseConv2dInputGradient,
  depthwiseConv2dWeightGradient: instructions.depthwiseConv2dWeightGradient,
  pool: instructions.pool,
  poolGradient: instructions.poolGradient,
  unary: instructions.unary,
  unaryGradient: instructions.unaryGradient,
  binary: instructions.binary,
  select: instructions.select,
  reduce: instructions.reduce,
  broadcast: instructions.broadcast,
  softmax: instructions.softmax,
  logSoftmax: instructions.softmax,
  softmaxGradient: instructions.softmaxGradient,
  logSoftmaxGradient: instructions.softmaxGradient,
  crossEntropy: instructions.crossEntropy,
  crossEntropyGradient: instructions.crossEntropyGradient,
  argMax: instructions.argMax,
  oneHot: instructions.oneHot,
  concat: instructions.concat,
  slice: instructions.slice,
  pad: instructions.pad,
  crop: instructions.crop,
  transpose: instructions.transpose,
  dropout: instructions.dropout,
  update: instructions.update,
  assign: (tape, { value, variable, count }) =>
    instructions.copy(tape, { x: value, out: variable, count }),
};

const SCRATCH: Partial<Readonly<Record<PlanOp['kind'], (window: Window) => number>>> = {
  conv2d: instructions.conv2dScratchBytes,
  conv2dInputGradient: instructions.conv2dInputGradientScratchBytes,
  conv2dWeightGradient: instructions.conv2dWeightGradientScratchBytes,
  depthwiseConv2dWeightGradient: instructions.depthwiseConv2dWeightGradientScratchBytes,
};

/** Bytes that the operation needs while it runs. */
export function scratchBytes(op: PlanOp): number {
  return 'window' in op ? (SCRATCH[op.kind]?.(op.window) ?? 0) : 0;
}

/** Adds the operation to the tape. */
export function writeOp(tape: TapeWriter, op: PlanOp, at: Addresses): void {
  if (op.kind === 'batchSize') {
    const value = at.count({ each: op.factor, isBatched: true });
    return instructions.fill(tape, { out: at.tensor(op.out), count: 1, value });
  }
  const write = WRITERS[op.kind] as (tape: TapeWriter, at: unknown) => void;
  write(tape, place(op, at));
}
