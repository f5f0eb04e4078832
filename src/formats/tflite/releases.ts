/** With which TensorFlow release a version of an op came. */
import { BUILTIN_OPERATORS, type BuiltinOperator } from './builtin-operators';
import type { OperatorCode } from './model';

/** The releases of version 1, 2, … of ops that did not all come with the first release. */
const RELEASES: Readonly<Partial<Record<BuiltinOperator, string>>> = {
  ABS: '1.13.0 2.4.0',
  ADD: '1.5.0 1.14.0 2.4.0 2.6.0',
  ADD_N: '1.14.0',
  ARG_MAX: '1.9.0 1.14.0',
  ARG_MIN: '1.9.0 1.14.0',
  AVERAGE_POOL_2D: '1.5.0 1.14.0 2.3.0',
  BATCH_MATMUL: '2.3.0 2.3.0 2.3.0 2.3.0',
  BATCH_TO_SPACE_ND: '1.6.0 1.14.0 2.3.0',
  BROADCAST_TO: '2.5.0',
  CAST: '1.5.0 2.7.0 2.8.0 2.9.0 2.12.0',
  CEIL: '1.14.0',
  CONCATENATION: '1.5.0 1.14.0 2.3.0',
  CONV_2D: '1.5.0 1.14.0 1.14.0 2.3.0 2.4.0 2.9.0 2.11.0 2.15.0',
  COS: '1.14.0',
  CUMSUM: '2.4.0',
  DEPTHWISE_CONV_2D: '1.5.0 1.12.0 1.14.0 2.2.0 2.3.0 2.3.0 2.11.0',
  DEPTH_TO_SPACE: '2.1.0 2.5.0',
  DEQUANTIZE: '1.13.1 1.14.0 1.15.0 2.2.0 2.7.0',
  DIV: '1.6.0 2.3.0',
  ELU: '1.14.0',
  EQUAL: '1.14.0',
  EXP: '1.7.0 2.12.0',
  EXPAND_DIMS: '1.10.0',
  FLOOR: '1.9.0',
  FLOOR_DIV: '1.14.0',
  FLOOR_MOD: '1.13.0',
  FULLY_CONNECTED: '1.5.0 1.10.0 1.14.0 1.14.0 2.0.0 2.1.0 2.3.0 2.3.0 2.3.0 2.11.0 2.15.0 2.17.0',
  GATHER: '1.6.0 1.14.0 1.15.0 2.5.0',
  GATHER_ND: '1.14.0',
  GELU: '2.9.0 2.9.0',
  GREATER: '1.14.0 1.14.0',
  HARD_SWISH: '1.15.0',
  LEAKY_RELU: '1.13.1 2.5.0',
  LOG: '1.14.0 2.15.0',
  LOGISTIC: '1.14.0 1.14.0 2.3.0',
  LOG_SOFTMAX: '1.14.0 1.14.0',
  MAXIMUM: '1.14.0 1.14.0 2.3.0 2.3.0',
  MAX_POOL_2D: '1.5.0 1.14.0 2.3.0',
  MEAN: '1.6.0 1.14.0 2.4.0',
  MINIMUM: '1.14.0 1.14.0 2.3.0 2.3.0',
  MIRROR_PAD: '1.13.1 2.3.0 2.12.0',
  MUL: '1.5.0 1.14.0 1.15.0 2.3.0 2.6.0 2.11.0',
  NEG: '1.9.0',
  ONE_HOT: '1.11.0',
  PACK: '1.11.0 1.14.0 2.3.0',
  PAD: '1.5.0 1.14.0 2.4.0 2.6.0',
  PADV2: '1.9.0 1.14.0 2.4.0 2.6.0',
  POW: '1.10.0',
  PRELU: '1.8.0',
  QUANTIZE: '1.14.0 1.15.0 2.7.0',
  REDUCE_MAX: '1.11.0 1.14.0 2.5.0',
  REDUCE_MIN: '1.11.0 1.14.0 2.5.0',
  REDUCE_PROD: '1.11.0 2.6.0',
  RELU: '1.5.0 2.1.0 2.5.0',
  RELU6: '1.5.0 1.14.0 2.5.0',
  RESIZE_BILINEAR: '1.7.0 1.14.0 2.2.0 2.5.0',
  RESIZE_NEAREST_NEIGHBOR: '1.13.1 1.14.0 2.3.0 2.4.0',
  REVERSE_V2: '1.14.0 1.14.0 2.5.0',
  ROUND: '1.14.0',
  RSQRT: '1.10.0 2.5.0',
  SELECT: '1.14.0 1.14.0',
  SELECT_V2: '2.2.0',
  SHAPE: '1.10.1',
  SIGN: '2.11.0',
  SIN: '1.9.0',
  SLICE: '1.14.0 1.14.0',
  SOFTMAX: '1.5.0 1.14.0 2.3.0',
  SPACE_TO_BATCH_ND: '1.6.0 1.14.0 2.3.0',
  SPLIT_V: '1.13.1 2.3.0',
  SQRT: '1.10.0 2.21.0',
  SQUARE: '1.12.0',
  SQUARED_DIFFERENCE: '1.13.1 2.5.0',
  SQUEEZE: '1.6.0 2.5.0',
  STRIDED_SLICE: '1.6.0 1.14.0 2.1.0 2.2.0 2.5.0 2.6.0',
  SUB: '1.6.0 1.14.0 2.3.0 2.4.0 2.4.0',
  SUM: '1.10.0 1.15.0',
  TANH: '1.14.0 1.14.0 2.3.0',
  TILE: '1.10.1 2.2.0 2.8.0',
  TOPK_V2: '1.7.0 1.14.0',
  TRANSPOSE: '1.6.0 1.14.0 1.15.0 2.3.0 2.4.0',
  TRANSPOSE_CONV: '1.9.0 2.2.0 2.3.0 2.13.0 2.15.0',
  UNPACK: '1.11.0 1.14.0',
  WHILE: '1.15.0',
};

const FIRST = '1.5.0';

/**
 * The first TensorFlow release that runs all of these, as `min_runtime_version` says it: `2.3.0`. Ops and versions that
 * are not listed here count as old as what is.
 */
export function minRuntimeVersion(codes: readonly OperatorCode[]): string {
  return codes.map(releaseOf).reduce((a, b) => (isLater(b, a) ? b : a), FIRST);
}

function releaseOf({ builtinCode, version }: OperatorCode): string {
  const name = BUILTIN_OPERATORS[builtinCode];
  const releases = (name && RELEASES[name])?.split(' ') ?? [FIRST];
  return releases[Math.min(version, releases.length) - 1]!;
}

function isLater(a: string, b: string): boolean {
  const [x, y] = [a, b].map((release) => release.split('.').map(Number)) as [number[], number[]];
  const at = x.findIndex((part, i) => part !== y[i]);
  return at >= 0 && x[at]! > y[at]!;
}
