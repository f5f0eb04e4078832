/** Ops that work element by element, and those that fold dimensions away. */
import type { SymbolicTensor } from '#graph';
import { activationOf } from '../lite/ops';
import type { Rule, RuleCall, RuleTable } from './rule';

/** TensorFlow Lite's name → TensorFlow's, for ops whose inputs and results are the same. */
const SAME: Readonly<Record<string, string>> = {
  ABS: 'Abs',
  ADD_N: 'AddN',
  ATAN2: 'Atan2',
  CEIL: 'Ceil',
  COS: 'Cos',
  ELU: 'Elu',
  EQUAL: 'Equal',
  EXP: 'Exp',
  FLOOR: 'Floor',
  FLOOR_DIV: 'FloorDiv',
  FLOOR_MOD: 'FloorMod',
  GREATER: 'Greater',
  GREATER_EQUAL: 'GreaterEqual',
  LESS: 'Less',
  LESS_EQUAL: 'LessEqual',
  LOG: 'Log',
  LOGICAL_AND: 'LogicalAnd',
  LOGICAL_NOT: 'LogicalNot',
  LOGICAL_OR: 'LogicalOr',
  LOGISTIC: 'Sigmoid',
  LOG_SOFTMAX: 'LogSoftmax',
  MAXIMUM: 'Maximum',
  MINIMUM: 'Minimum',
  NEG: 'Neg',
  NOT_EQUAL: 'NotEqual',
  POW: 'Pow',
  RELU: 'Relu',
  RELU6: 'Relu6',
  ROUND: 'Round',
  RSQRT: 'Rsqrt',
  SELECT: 'Select',
  SELECT_V2: 'SelectV2',
  SIGN: 'Sign',
  SIN: 'Sin',
  SQRT: 'Sqrt',
  SQUARE: 'Square',
  SQUARED_DIFFERENCE: 'SquaredDifference',
  TANH: 'Tanh',
  ZEROS_LIKE: 'ZerosLike',
};

/** The same with a fused activation. */
const FUSED: Readonly<Record<string, string>> = {
  ADD: 'AddV2',
  DIV: 'RealDiv',
  MUL: 'Mul',
  SUB: 'Sub',
};

const REDUCTIONS: Readonly<Record<string, string>> = {
  MEAN: 'Mean',
  REDUCE_ALL: 'All',
  REDUCE_ANY: 'Any',
  REDUCE_MAX: 'Max',
  REDUCE_MIN: 'Min',
  REDUCE_PROD: 'Prod',
  SUM: 'Sum',
};

const NORM_FLOOR = 1e-6;
const TANH_GELU = { linear: Math.sqrt(2 / Math.PI), cubic: 0.044715 };

const fused =
  (op: string): Rule =>
  (call) =>
    call.activate(call.add(op, call.all()), activationOf(call.op) ?? 'NONE');

const reduction =
  (op: string): Rule =>
  (call) =>
    call.add(op, [call.input(0), call.constant(1)], {
      keep_dims: call.options('ReducerOptions').keepDims,
    });

function softmax(call: RuleCall): SymbolicTensor {
  const { beta } = call.options('SoftmaxOptions');
  const x = call.input(0);
  return call.add('Softmax', [beta === 1 ? x : x.mul(beta)]);
}

/** Source of both forms: tensorflow/lite/kernels/internal/reference/gelu.h. */
function gelu(call: RuleCall): SymbolicTensor {
  const { approximate } = call.options('GeluOptions');
  const x = call.input(0);
  const curve = approximate
    ? call.add('Tanh', [x.add(x.mul(x).mul(x).mul(TANH_GELU.cubic)).mul(TANH_GELU.linear)])
    : call.add('Erf', [x.mul(Math.SQRT1_2)]);
  return x.mul(0.5).mul(curve.add(1));
}

function hardSwish(call: RuleCall): SymbolicTensor {
  const x = call.input(0);
  return x.mul(call.add('Relu6', [x.add(3)])).mul(1 / 6);
}

function prelu(call: RuleCall): SymbolicTensor {
  const [x, alpha] = [call.input(0), call.input(1)];
  return call.add('Maximum', [x, 0]).add(call.add('Minimum', [x, 0]).mul(alpha));
}

/** Along the last dimension. */
function l2Norm(call: RuleCall): SymbolicTensor {
  const x = call.input(0);
  const last = call.sizes([-1]);
  const squares = call.add('Sum', [x.mul(x), last], { keep_dims: true });
  const norm = call.add('Maximum', [call.add('Sqrt', [squares]), NORM_FLOOR]);
  return call.activate(x.div(norm), activationOf(call.op) ?? 'NONE');
}

const argument =
  (op: string): Rule =>
  (call) =>
    call.add(op, [call.input(0), call.constant(1)], {
      output_type: { type: call.op.outputs[0]!.dtype },
    });

const tableOf = (names: Readonly<Record<string, string>>, rule: (op: string) => Rule): RuleTable =>
  Object.fromEntries(Object.entries(names).map(([code, op]) => [code, rule(op)]));

export const ELEMENTWISE: RuleTable = {
  ...tableOf(SAME, (op) => (call) => call.add(op, call.all())),
  ...tableOf(FUSED, fused),
  ...tableOf(REDUCTIONS, reduction),
  ARG_MAX: argument('ArgMax'),
  ARG_MIN: argument('ArgMin'),
  CAST: (call) => call.input(0).astype(call.op.outputs[0]!.dtype),
  GELU: gelu,
  HARD_SWISH: hardSwish,
  L2_NORMALIZATION: l2Norm,
  LEAKY_RELU: (call) =>
    call.add('LeakyRelu', [call.input(0)], { alpha: call.options('LeakyReluOptions').alpha }),
  PRELU: prelu,
  RELU_N1_TO_1: (call) => call.activate(call.input(0), 'RELU_N1_TO_1'),
  RELU_0_TO_1: (call) => call.add('ClipByValue', [call.input(0), 0, 1]),
  SOFTMAX: softmax,
};
