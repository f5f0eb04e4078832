/** `tf.math`: elementwise functions and reductions. Both operands need the same dtype, as in TensorFlow. */
import * as graph from '#graph';
import type { Operand } from '#graph';
import { liftBinary, liftTernary, liftUnary } from '../lifting';
import { reduceOptions, tensorOf, variance, type AxisOrOptions } from './reduction';

export const abs = liftUnary((x: Operand) => graph.abs(x));
export const negative = liftUnary((x: Operand) => graph.neg(x));
export const sign = liftUnary((x: Operand) => graph.sign(x));
export const exp = liftUnary((x: Operand) => graph.exp(x));
export const log = liftUnary((x: Operand) => graph.log(x));
/** log(1 + x) */
export const log1p = liftUnary((x: Operand) => graph.log1p(x));
export const sqrt = liftUnary((x: Operand) => graph.sqrt(x));
/** 1 / sqrt(x) */
export const rsqrt = liftUnary((x: Operand) => graph.rsqrt(x));
export const square = liftUnary((x: Operand) => graph.square(x));
/** Halves go to the even neighbour. */
export const round = liftUnary((x: Operand) => graph.round(x));
export const floor = liftUnary((x: Operand) => graph.floor(x));
export const sin = liftUnary((x: Operand) => graph.sin(x));
export const cos = liftUnary((x: Operand) => graph.cos(x));
export const tanh = liftUnary((x: Operand) => graph.tanh(x));
export const sigmoid = liftUnary((x: Operand) => graph.sigmoid(x));
export const erf = liftUnary((x: Operand) => graph.erf(x));
export const reciprocal = liftUnary((x: Operand) => graph.realDiv(1, x));
export const logical_not = liftUnary((x: Operand) => graph.logicalNot(x));

/** x + y */
export const add = liftBinary((x: Operand, y: Operand) => graph.addV2(x, y));
/** x − y */
export const subtract = liftBinary((x: Operand, y: Operand) => graph.sub(x, y));
/** x · y */
export const multiply = liftBinary((x: Operand, y: Operand) => graph.mul(x, y));
/** x / y; integers become floats first. */
export const divide = liftBinary((x: Operand, y: Operand) => tensorOf(x, y).div(y));
/** x // y */
export const floordiv = liftBinary((x: Operand, y: Operand) => graph.floorDiv(x, y));
/** x % y with the sign of y. */
export const floormod = liftBinary((x: Operand, y: Operand) => graph.floorMod(x, y));
/** x ** y */
export const pow = liftBinary((x: Operand, y: Operand) => graph.pow(x, y));
export const maximum = liftBinary((x: Operand, y: Operand) => graph.maximum(x, y));
export const minimum = liftBinary((x: Operand, y: Operand) => graph.minimum(x, y));
/** (x − y)² */
export const squared_difference = liftBinary((x: Operand, y: Operand) =>
  graph.squaredDifference(x, y),
);
export const equal = liftBinary((x: Operand, y: Operand) => graph.equal(x, y));
export const not_equal = liftBinary((x: Operand, y: Operand) => graph.notEqual(x, y));
export const greater = liftBinary((x: Operand, y: Operand) => graph.greater(x, y));
export const greater_equal = liftBinary((x: Operand, y: Operand) => graph.greaterEqual(x, y));
export const less = liftBinary((x: Operand, y: Operand) => graph.less(x, y));
export const less_equal = liftBinary((x: Operand, y: Operand) => graph.lessEqual(x, y));
export const logical_and = liftBinary((x: Operand, y: Operand) => graph.logicalAnd(x, y));
export const logical_or = liftBinary((x: Operand, y: Operand) => graph.logicalOr(x, y));

/** `tf.clip_by_value(t, min, max)` */
export const clip_by_value = liftTernary((x, low, high) =>
  graph.maximum(graph.minimum(x, high), low),
);
/** `tf.where(condition, x, y)`: x where the condition holds, else y. */
export const where = liftTernary((condition, x, y) => graph.selectV2(condition, x, y));

type Reduction = (x: Operand, options: graph.ReduceOptions) => graph.SymbolicTensor;

const reduction = (reduce: Reduction) =>
  liftUnary((x: Operand, axis?: AxisOrOptions, keepdims?: boolean) =>
    reduce(x, reduceOptions(axis, keepdims)),
  );

/** `tf.reduce_mean(x, axis=None, keepdims=False)` */
export const reduce_mean = reduction(graph.mean);
export const reduce_sum = reduction(graph.sum);
export const reduce_max = reduction(graph.max);
export const reduce_min = reduction(graph.min);
export const reduce_prod = reduction(graph.prod);
export const reduce_all = reduction(graph.all);
export const reduce_any = reduction(graph.any);
/** `tf.math.reduce_variance(x, axis=None, keepdims=False)` */
export const reduce_variance = reduction(variance);
export const reduce_std = reduction((x, options) => graph.sqrt(variance(x, options)));

/** `tf.argmax(x, axis=0, output_type=tf.int64)` */
export const argmax = liftUnary(
  (x: Operand, axis: number = 0, output_type: 'int32' | 'int64' = 'int64') =>
    graph.argMax(x, axis, output_type),
);
