/**
 * The smallest version of an op that has what this use of it needs: runtimes refuse versions above what they know, so
 * that a smaller number means more of them can run the file. Numbers are TensorFlow Lite's.
 */
import type { BuiltinOperator } from './builtin-operators';
import { SPECIAL_VERSIONS } from './special-versions';
import type { TensorType } from './tensor-type';
import type { VersionedOperator } from './versioned-operator';

/** Versions by the type of the first input. */
const BY_TYPE: Readonly<
  Partial<Record<BuiltinOperator, Readonly<Partial<Record<TensorType, number>>>>>
> = {
  ABS: { INT8: 2, INT16: 3 },
  ARG_MAX: { INT8: 2, BOOL: 3 },
  ARG_MIN: { INT8: 2 },
  AVERAGE_POOL_2D: { INT8: 2, INT16: 3 },
  BATCH_TO_SPACE_ND: { INT8: 2 },
  CONCATENATION: { INT8: 2, INT16: 3 },
  DEPTH_TO_SPACE: { INT8: 2 },
  EQUAL: { INT8: 2 },
  EXP: { INT8: 2, INT16: 2 },
  GELU: { INT8: 2 },
  GREATER: { INT8: 2 },
  GREATER_EQUAL: { INT8: 2 },
  L2_NORMALIZATION: { INT8: 2 },
  LEAKY_RELU: { INT16: 2 },
  LESS: { INT8: 2 },
  LESS_EQUAL: { INT8: 2 },
  LOG: { INT8: 2, INT16: 2 },
  LOGISTIC: { INT8: 2, INT16: 3 },
  LOG_SOFTMAX: { INT8: 2 },
  MAXIMUM: { INT8: 2, INT16: 4 },
  MAX_POOL_2D: { INT8: 2, INT16: 3 },
  MEAN: { INT8: 2, INT16: 3 },
  MINIMUM: { INT8: 2, INT16: 4 },
  MIRROR_PAD: { INT8: 2, INT16: 3 },
  NOT_EQUAL: { INT8: 2 },
  PACK: { INT8: 2, INT16: 3 },
  REDUCE_MAX: { INT8: 2, INT16: 3 },
  REDUCE_MIN: { INT8: 2, INT16: 3 },
  REDUCE_PROD: { INT8: 2, INT16: 2 },
  RELU: { INT8: 2, INT16: 3 },
  RELU6: { INT8: 2, INT16: 3 },
  REVERSE_V2: { INT8: 3 },
  RSQRT: { INT8: 2, INT16: 3 },
  SLICE: { INT8: 2, INT16: 4 },
  SOFTMAX: { INT8: 2, INT16: 3 },
  SPACE_TO_BATCH_ND: { INT8: 2 },
  SPACE_TO_DEPTH: { INT8: 2 },
  SPLIT_V: { INT8: 2 },
  SQRT: { INT8: 2 },
  SQUARED_DIFFERENCE: { INT8: 2 },
  SQUEEZE: { INT8: 2 },
  STRIDED_SLICE: { INT8: 2 },
  SUM: { INT8: 2, INT16: 2 },
  TANH: { INT8: 2, INT16: 3 },
  TILE: { INT8: 3 },
  TOPK_V2: { INT8: 2 },
  TRANSPOSE: { INT8: 2, INT16: 5 },
  UNPACK: { INT8: 2, INT16: 4 },
};

/** The smallest version that runs the op as it is used here; 1 for ops that have only one. */
export function smallestVersion(op: VersionedOperator): number {
  const special = SPECIAL_VERSIONS[op.code];
  if (special) return special(op);
  const type = op.inputs[0]?.type;
  return (type && BY_TYPE[op.code]?.[type]) ?? 1;
}
