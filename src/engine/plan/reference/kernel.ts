/** What the kernels of this folder are given. */
import type { OptimizerSpec } from '../../backend';
import type { OpOf } from '../operands';
import { countOf, type Count, type PlanOp, type PlanTensor } from '../plan';

/** One run of a routine. */
export interface Run {
  /** By tensor id. */
  readonly values: Map<number, Float32Array>;
  /** Samples in the batch. */
  readonly batch: number;
  /** `RandomSource.keyOf` of this batch. Default: the stream's number is the key. */
  readonly keyOf?: (stream: number) => number;
  /** Needed where a routine trains. */
  readonly training?: TrainingRun;
}

export interface TrainingRun {
  readonly optimizer: OptimizerSpec;
  readonly rate: number;
  /** Steps taken before. */
  readonly iterations: number;
}

export interface At {
  readonly batch: number;
  readonly run: Run;
  readonly read: (tensor: PlanTensor) => Float32Array;
  readonly write: (tensor: PlanTensor, values: Float32Array) => void;
}

export type Kernel<Op extends PlanOp = PlanOp> = (op: Op, at: At) => void;

/** A kernel for each kind. */
export type Kernels = {
  readonly [Kind in PlanOp['kind']]: Kernel<OpOf<Kind>>;
};

export type KernelTable = Partial<Kernels>;

/** Values of a tensor of `count` elements, each computed from its place. */
export function generate(
  count: Count,
  { batch }: At,
  element: (index: number) => number,
): Float32Array {
  return Float32Array.from({ length: countOf(count, batch) }, (_, index) => element(index));
}
