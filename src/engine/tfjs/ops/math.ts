/** Rounding, trigonometry and tests of floats, element by element. */
import * as tf from '@tensorflow/tfjs-core';
import type { OpTable } from '../call';
import { unary } from './unary';

type Tensor = tf.Tensor;

const inverse = unary(
  tf.reciprocal,
  ['Reciprocal'],
  (_, y, dy) => tf.neg(tf.mul(dy, tf.square(y))),
  ['Neg', 'Square'],
);

const ROUNDING: OpTable = {
  Round: unary(tf.round, ['Round']),
  Rint: unary(tf.round, ['Round']),
  Floor: unary(tf.floor, ['Floor']),
  Ceil: unary(tf.ceil, ['Ceil']),
};

const TRIGONOMETRY: OpTable = {
  Tan: unary(tf.tan, ['Tan'], (_, y, dy) => tf.mul(dy, tf.add(tf.square(y), 1)), ['Square']),
  Asin: unary(tf.asin, ['Asin'], (x, _, dy) => tf.mul(dy, tf.rsqrt(oneMinusSquare(x))), ['Rsqrt']),
  Acos: unary(tf.acos, ['Acos'], (x, _, dy) => tf.neg(tf.mul(dy, tf.rsqrt(oneMinusSquare(x)))), [
    'Rsqrt',
    'Neg',
  ]),
  Atan: unary(tf.atan, ['Atan'], (x, _, dy) => tf.div(dy, tf.add(tf.square(x), 1)), ['Square']),
  Sinh: unary(tf.sinh, ['Sinh'], (x, _, dy) => tf.mul(dy, tf.cosh(x)), ['Cosh']),
  Cosh: unary(tf.cosh, ['Cosh'], (x, _, dy) => tf.mul(dy, tf.sinh(x)), ['Sinh']),
  Asinh: unary(tf.asinh, ['Asinh'], (x, _, dy) => tf.mul(dy, tf.rsqrt(tf.add(tf.square(x), 1))), [
    'Rsqrt',
    'Square',
  ]),
  Acosh: unary(tf.acosh, ['Acosh'], (x, _, dy) => tf.mul(dy, tf.rsqrt(tf.sub(tf.square(x), 1))), [
    'Rsqrt',
    'Square',
  ]),
  Atanh: unary(tf.atanh, ['Atanh'], (x, _, dy) => tf.div(dy, oneMinusSquare(x)), ['Square']),
};

export const MATH: OpTable = {
  ...ROUNDING,
  ...TRIGONOMETRY,
  Reciprocal: inverse,
  Inv: inverse,
  Expm1: unary(tf.expm1, ['Expm1'], (_, y, dy) => tf.mul(dy, tf.add(y, 1))),
  Erfc: unary(
    (x) => tf.sub(1, tf.erf(x)),
    ['Erf', 'Sub'],
    (x, _, dy) => tf.mul(tf.mul(dy, -2 / Math.sqrt(Math.PI)), tf.exp(tf.neg(tf.square(x)))),
    ['Exp', 'Neg', 'Square'],
  ),
  IsNan: unary(tf.isNaN, ['IsNan']),
  IsInf: unary(tf.isInf, ['IsInf']),
  IsFinite: unary(tf.isFinite, ['IsFinite']),
  Bucketize: {
    run: (call) => bucketize(call.tensor(0), call.list('boundaries')),
    kernels: ['GreaterEqual', 'Sum', 'Cast', 'ExpandDims'],
  },
};

/** How many boundaries lie at or below each element. */
function bucketize(x: Tensor, boundaries: readonly number[]): Tensor {
  if (boundaries.length === 0) return tf.zeros(x.shape, 'int32');
  const column = tf.expandDims(x.dtype === 'float32' ? x : tf.cast(x, 'float32'), -1);
  const reached = tf.greaterEqual(column, tf.tensor1d([...boundaries]));
  return tf.sum(tf.cast(reached, 'int32'), -1);
}

function oneMinusSquare(x: Tensor): Tensor {
  return tf.sub(1, tf.square(x));
}
