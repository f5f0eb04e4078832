/** Which rows make up which batch. */
import type { RandomGenerator } from '../../random';

/** The rows 0 … count − 1 in order. */
export function inOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

/** Cuts rows into batches; the last may be smaller. */
export function cutBatches(rows: Uint32Array, batchSize: number): Uint32Array[] {
  const batches: Uint32Array[] = [];
  for (let start = 0; start < rows.length; start += batchSize) {
    batches.push(rows.subarray(start, start + batchSize));
  }
  return batches;
}

export interface BatchPlan {
  readonly samples: number;
  readonly batchSize: number;
  /** Shuffles anew for each pass over the data; undefined keeps the order. */
  readonly random: RandomGenerator | undefined;
  /** Batches in an epoch; undefined = one pass over the data. */
  readonly stepsPerEpoch: number | undefined;
}

/** The batches of one epoch after another, without end. With `stepsPerEpoch` a pass may go on in the next epoch. */
export function* planEpochs(plan: BatchPlan): Generator<readonly Uint32Array[], never> {
  const pass = () => {
    const rows = plan.random?.permutation(plan.samples) ?? inOrder(plan.samples);
    return cutBatches(rows, plan.batchSize);
  };
  if (plan.stepsPerEpoch === undefined) for (;;) yield pass();
  let left: Uint32Array[] = [];
  for (;;) {
    while (left.length < plan.stepsPerEpoch) left = [...left, ...pass()];
    yield left.slice(0, plan.stepsPerEpoch);
    left = left.slice(plan.stepsPerEpoch);
  }
}
