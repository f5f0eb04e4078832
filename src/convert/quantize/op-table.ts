/**
 * What quantization has to know of each op: which operand is what, which ops keep their input's scale, which have a
 * scale of their own that never changes, and for which there are integer kernels in every runtime.
 */
import type { BuiltinOperator } from '#formats/tflite';
import { WEIGHTED, type WeightedRule } from '../lite/affine';
import type { LiteOp, LiteTensor } from '../lite/graph';
import type { Affine } from './parameters';

/** Ops whose float operands and results all have one scale. */
const SAME_SCALE: ReadonlySet<BuiltinOperator> = new Set([
  'AVERAGE_POOL_2D',
  'BATCH_TO_SPACE_ND',
  'CONCATENATION',
  'DEPTH_TO_SPACE',
  'EXPAND_DIMS',
  'GATHER',
  'MAXIMUM',
  'MAX_POOL_2D',
  'MINIMUM',
  'MIRROR_PAD',
  'PACK',
  'PAD',
  'PADV2',
  'REDUCE_MAX',
  'REDUCE_MIN',
  'RESHAPE',
  'RESIZE_BILINEAR',
  'RESIZE_NEAREST_NEIGHBOR',
  'SLICE',
  'SPACE_TO_BATCH_ND',
  'SPACE_TO_DEPTH',
  'SPLIT',
  'SPLIT_V',
  'SQUEEZE',
  'STRIDED_SLICE',
  'TILE',
  'TRANSPOSE',
  'UNPACK',
]);

/** Ops whose float operands and results each have a scale of their own. */
const OWN_SCALES: ReadonlySet<BuiltinOperator> = new Set([
  'ADD',
  'BATCH_MATMUL',
  'HARD_SWISH',
  'LEAKY_RELU',
  'MEAN',
  'MUL',
  'PRELU',
  'RELU',
  'RELU6',
  'RELU_N1_TO_1',
  'SUB',
  'SUM',
]);

const FIXED_INT8: ReadonlyMap<BuiltinOperator, Affine> = new Map([
  ['SOFTMAX', { scale: 1 / 256, zeroPoint: -128 }],
  ['LOGISTIC', { scale: 1 / 256, zeroPoint: -128 }],
  ['TANH', { scale: 1 / 128, zeroPoint: 0 }],
  ['LOG_SOFTMAX', { scale: 16 / 256, zeroPoint: 127 }],
  ['L2_NORMALIZATION', { scale: 1 / 128, zeroPoint: 0 }],
]);

const FIXED_INT16: ReadonlyMap<BuiltinOperator, Affine> = new Map(
  (['SOFTMAX', 'LOGISTIC', 'TANH'] as const).map((code) => [
    code,
    { scale: 1 / 32768, zeroPoint: 0 },
  ]),
);

/** Ops of int8 without an int16 kernel in every runtime. */
const WITHOUT_INT16: ReadonlySet<BuiltinOperator> = new Set([
  'BATCH_TO_SPACE_ND',
  'DEPTH_TO_SPACE',
  'GATHER',
  'HARD_SWISH',
  'L2_NORMALIZATION',
  'LOG_SOFTMAX',
  'PRELU',
  'RELU_N1_TO_1',
  'SPACE_TO_BATCH_ND',
  'SPACE_TO_DEPTH',
  'SUM',
  'TILE',
]);

/** Ops that look at a tensor without reading its values. */
const INDIFFERENT: ReadonlySet<BuiltinOperator> = new Set(['SHAPE', 'RANK']);

export type IntegerMode = 'int8' | 'int16x8';

/** Roles of the operands of an op with weights, if they are constants; undefined for other ops. */
export function weightedRule(op: LiteOp): WeightedRule | undefined {
  const rule = WEIGHTED.get(op.code);
  return rule && op.inputs[rule.weights]?.data ? rule : undefined;
}

export function isSameScale(op: LiteOp): boolean {
  return SAME_SCALE.has(op.code);
}

/** The parameters that results of such an op always have. */
export function fixedOutput(op: LiteOp, mode: IntegerMode): Affine | undefined {
  return (mode === 'int8' ? FIXED_INT8 : FIXED_INT16).get(op.code);
}

/** Whether float values come in or go out at all. */
export function touchesFloats(op: LiteOp): boolean {
  if (INDIFFERENT.has(op.code)) return false;
  return [...op.inputs, ...op.outputs].some((tensor) => tensor?.dtype === 'float32');
}

export function isIndifferent(op: LiteOp): boolean {
  return INDIFFERENT.has(op.code);
}

/** Whether there is a kernel for integers in every runtime. */
export function hasIntegerKernel(op: LiteOp, mode: IntegerMode): boolean {
  const { code } = op;
  const inInt8 =
    WEIGHTED.has(code) || SAME_SCALE.has(code) || OWN_SCALES.has(code) || FIXED_INT8.has(code);
  if (!inInt8 || (mode === 'int16x8' && WITHOUT_INT16.has(code))) return false;
  return !hasComputedBias(op);
}

function hasComputedBias(op: LiteOp): boolean {
  const rule = WEIGHTED.get(op.code);
  const bias = rule && op.inputs[rule.bias];
  return Boolean(bias && !bias.data);
}

/** The operand that is a slope for each channel: symmetric, one scale for all. */
export function isSlope(op: LiteOp, position: number): boolean {
  return op.code === 'PRELU' && position === 1;
}

/** Positions of float32 operands. */
export function floatOperands(op: LiteOp): number[] {
  return op.inputs.flatMap((tensor, i) => (tensor?.dtype === 'float32' ? [i] : []));
}

export function floatResults(op: LiteOp): LiteTensor[] {
  return op.outputs.filter((tensor) => tensor.dtype === 'float32');
}
