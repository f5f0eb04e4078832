/** Accuracies as functions of targets and outputs: 1 where the output is right, else 0 (keras/src/metrics/accuracy_metrics.py). */
import { inTopKV2, type SymbolicTensor } from '#graph';
import { matchRanks } from '../losses/ranks';
import type { TensorFunction } from '../losses/regression';

export const accuracy: TensorFunction = (yTrue, yPred) => {
  const [target, output] = matchRanks(yTrue, yPred);
  return target.equal(output).cast('float32');
};

export interface BinaryAccuracyOptions {
  /** Outputs above it count as 1. Default: 0.5. */
  threshold?: number;
}

export function binaryAccuracy(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  { threshold = 0.5 }: BinaryAccuracyOptions = {},
): SymbolicTensor {
  const [target, output] = matchRanks(yTrue, yPred);
  return target.equal(output.greater(threshold).cast('float32')).cast('float32');
}

export const categoricalAccuracy: TensorFunction = (yTrue, yPred) =>
  yTrue.argmax(-1, 'int32').equal(yPred.argmax(-1, 'int32')).cast('float32');

export const sparseCategoricalAccuracy: TensorFunction = (yTrue, yPred) =>
  labels(yTrue, yPred).equal(yPred.argmax(-1, 'int32')).cast('float32');

export interface TopKOptions {
  /** How many of the largest outputs count. Default: 5. */
  k?: number;
}

export function topKCategoricalAccuracy(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  { k = 5 }: TopKOptions = {},
): SymbolicTensor {
  return inTopK(yTrue.argmax(-1, 'int32'), yPred, k);
}

export function sparseTopKCategoricalAccuracy(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  { k = 5 }: TopKOptions = {},
): SymbolicTensor {
  return inTopK(labels(yTrue, yPred), yPred, k);
}

/** Class numbers as int32, without a last dimension of 1. */
function labels(yTrue: SymbolicTensor, yPred: SymbolicTensor): SymbolicTensor {
  const hasClassAxis = yTrue.ndim === yPred.ndim && yTrue.shape.at(-1) === 1;
  return (hasClassAxis ? yTrue.squeeze(-1) : yTrue).cast('int32');
}

function inTopK(targets: SymbolicTensor, yPred: SymbolicTensor, k: number): SymbolicTensor {
  const flatOutputs = yPred.ndim > 2 ? yPred.reshape([-1, yPred.shape.at(-1)!]) : yPred;
  const flatTargets = targets.ndim > 1 ? targets.reshape([-1]) : targets;
  const matches = inTopKV2(flatOutputs, flatTargets, k).cast('float32');
  return targets.ndim > 1 ? matches.reshape([-1, ...targets.shape.slice(1)]) : matches;
}
