/** `keras.ops`: functions on tensors that convert operands of different dtypes, as Keras does. */
import * as graph from '#graph';
import type { Operand } from '#graph';
import type { DType } from '#tensor';
import { liftBinary, liftList, liftTernary, liftUnary } from '../lifting';
import { pythonModule } from '../python/module';
import * as arrays from '../tf/arrays';
import * as elementwise from '../tf/math';
import { reduceOptions, variance as spread, type AxisOrOptions } from '../tf/reduction';
import * as activations from './activations';
import { asFloat, promote, resultType } from './promotion';

type Unary = (x: Operand) => graph.SymbolicTensor;
type Binary = (x: Operand, y: Operand) => graph.SymbolicTensor;
type Reduce = (x: Operand, options: graph.ReduceOptions) => graph.SymbolicTensor;

/** Functions of real numbers: integers become float32. */
const real = (op: Unary) => liftUnary((x: Operand) => op(asFloat(x)));
const promoted = (op: Binary) => liftBinary((x: Operand, y: Operand) => op(...promote(x, y)));
const reduction = (reduce: Reduce) =>
  liftUnary((x: Operand, axis?: AxisOrOptions, keepdims?: boolean) =>
    reduce(x, reduceOptions(axis, keepdims)),
  );

const divide = liftBinary((x: Operand, y: Operand) => {
  const [left, right] = promote(x, y);
  const builder = graph.graphOf([left, right]);
  const known = [left, right].find((operand) => operand instanceof graph.SymbolicTensor);
  return graph.realDiv(
    asFloat(builder.tensor(left, known?.dtype)),
    asFloat(builder.tensor(right, known?.dtype)),
  );
});

const matmul = liftBinary((x: Operand, y: Operand) => {
  const [left, right] = promote(x, y);
  return graph.graphOf([left, right]).tensor(left).matmul(right);
});

/** Along one axis, or over the elements in order where none is given. */
const argmax = liftUnary((x: Operand, axis: number | null = null) => {
  const tensor = graph.asTensor(x);
  return axis === null ? tensor.reshape([-1]).argmax(0, 'int32') : tensor.argmax(axis, 'int32');
});

const concatenate = liftList((xs: readonly Operand[], axis: number = 0) =>
  graph.concatV2(sameType(xs), axis),
);
const stack = liftList((xs: readonly Operand[], axis: number = 0) =>
  graph.pack(sameType(xs), axis),
);

/** Tensors of one dtype, the one that fits all. */
function sameType(xs: readonly Operand[]): graph.SymbolicTensor[] {
  const builder = graph.graphOf(xs);
  const tensors = xs.map((x) => builder.tensor(x));
  const dtype = tensors.map((tensor) => tensor.dtype).reduce(resultType);
  return tensors.map((tensor) => tensor.astype(dtype));
}

const where = liftTernary((condition, x, y) => graph.selectV2(condition, ...promote(x, y)));
const take = liftBinary((x: Operand, indices: Operand, axis: number = 0) =>
  graph.gatherV2(x, indices, axis),
);
const one_hot = liftUnary((x: Operand, num_classes: number, axis: number = -1) =>
  graph.oneHot(x, num_classes, axis),
);
const ravel = liftUnary((x: Operand) => graph.reshape(x, [-1]));
const transpose = liftUnary((x: Operand, axes?: readonly number[]) => graph.transpose(x, axes));
const convert_to_tensor = liftUnary((x: Operand, dtype?: DType) =>
  dtype ? graph.asTensor(x).astype(dtype) : graph.asTensor(x),
);

const mean = reduction((x, options) => asFloat(x).mean(options));
const variance = reduction((x, options) => spread(asFloat(x), options));
const std = reduction((x, options) => graph.sqrt(spread(asFloat(x), options)));
const max = reduction(graph.max);
const min = reduction(graph.min);

const multiply = promoted(graph.mul);

/** `keras.ops` as cells see it. */
export const ops = pythonModule('keras.ops', {
  abs: elementwise.abs,
  absolute: elementwise.abs,
  negative: elementwise.negative,
  sign: elementwise.sign,
  square: elementwise.square,
  round: elementwise.round,
  exp: real(graph.exp),
  log: real(graph.log),
  log1p: real(graph.log1p),
  sqrt: real(graph.sqrt),
  rsqrt: real(graph.rsqrt),
  floor: real(graph.floor),
  sin: real(graph.sin),
  cos: real(graph.cos),
  erf: real(graph.erf),
  add: promoted(graph.addV2),
  subtract: promoted(graph.sub),
  multiply,
  divide,
  true_divide: divide,
  floor_divide: promoted(graph.floorDiv),
  mod: promoted(graph.floorMod),
  power: promoted(graph.pow),
  maximum: promoted(graph.maximum),
  minimum: promoted(graph.minimum),
  equal: promoted(graph.equal),
  not_equal: promoted(graph.notEqual),
  greater: promoted(graph.greater),
  greater_equal: promoted(graph.greaterEqual),
  less: promoted(graph.less),
  less_equal: promoted(graph.lessEqual),
  logical_and: elementwise.logical_and,
  logical_or: elementwise.logical_or,
  logical_not: elementwise.logical_not,
  clip: elementwise.clip_by_value,
  where,
  matmul,
  mean,
  var: variance,
  std,
  sum: reduction(graph.sum),
  prod: reduction(graph.prod),
  max,
  amax: max,
  min,
  amin: min,
  all: reduction(graph.all),
  any: reduction(graph.any),
  argmax,
  reshape: arrays.reshape,
  ravel,
  transpose,
  expand_dims: arrays.expand_dims,
  squeeze: arrays.squeeze,
  concatenate,
  stack,
  pad: arrays.pad,
  tile: arrays.tile,
  take,
  one_hot,
  cast: arrays.cast,
  convert_to_tensor,
  stop_gradient: arrays.stop_gradient,
  zeros_like: arrays.zeros_like,
  ones_like: arrays.ones_like,
  zeros: arrays.zeros,
  ones: arrays.ones,
  full: arrays.fill,
  relu: liftUnary((x: Operand) => graph.relu(x)),
  relu6: activations.relu6,
  leaky_relu: activations.leaky_relu,
  elu: activations.elu,
  selu: activations.selu,
  silu: activations.silu,
  swish: activations.silu,
  gelu: activations.gelu,
  sigmoid: activations.sigmoid,
  tanh: activations.tanh,
  softplus: activations.softplus,
  softsign: activations.softsign,
  hard_sigmoid: activations.hard_sigmoid,
  hard_silu: activations.hard_silu,
  softmax: activations.softmax,
  log_softmax: activations.log_softmax,
});
