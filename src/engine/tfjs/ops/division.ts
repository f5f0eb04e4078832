/** Divisions and what goes with them: remainders, and products that a zero overrules. */
import * as tf from '@tensorflow/tfjs-core';
import { castTo } from '../cast';
import { type OpKernel, type OpTable, REFUSED } from '../call';
import type { DeviceDType } from '../../dtypes';
import { where } from '../ranks';
import { arithmetic, type Binary, BINARY } from './binary';

const refused = (compute: Binary, kernels: string[]): OpKernel => ({
  ...arithmetic(compute, kernels),
  gradient: REFUSED,
});

const ZERO_TEST = ['Equal', 'NotEqual', 'Select', 'ZerosLike', 'OnesLike', 'Tile'];

const truncateMod = refused(
  (a, b) => signed(tf.mod(tf.abs(a), tf.abs(b)), tf.sign(castTo(a, 'float32'))),
  ['Mod', 'Abs', 'Sign', 'Multiply', 'Cast'],
);

export const DIVISION: OpTable = {
  Div: { ...BINARY['RealDiv']!, run: divide },
  TruncateDiv: arithmetic(
    (a, b) => (a.dtype === 'int32' ? wholeQuotient(a, b) : truncate(tf.div(a, b))),
    ['RealDiv', 'FloorDiv', 'Abs', 'Sign', 'Floor'],
  ),
  Mod: truncateMod,
  TruncateMod: truncateMod,
  DivNoNan: arithmetic(
    divNoNan,
    ['RealDiv', ...ZERO_TEST],
    [({ b, dy }) => divNoNan(dy, b), ({ b, y, dy }) => tf.neg(divNoNan(tf.mul(dy, y), b))],
    ['Neg'],
  ),
  MulNoNan: refused((a, b) => unlessZero(b, tf.mul(a, b)), ['Multiply', ...ZERO_TEST]),
  Xdivy: refused((x, y) => unlessZero(x, tf.div(x, y)), ['RealDiv', ...ZERO_TEST]),
  Xlogy: refused((x, y) => unlessZero(x, tf.mul(x, tf.log(y))), ['Log', ...ZERO_TEST]),
  Xlog1py: refused((x, y) => unlessZero(x, tf.mul(x, tf.log1p(y))), ['Log1p', ...ZERO_TEST]),
  Atan2: arithmetic(
    tf.atan2,
    ['Atan2'],
    [
      ({ a, b, dy }) => tf.div(tf.mul(dy, b), tf.add(tf.square(a), tf.square(b))),
      ({ a, b, dy }) => tf.neg(tf.div(tf.mul(dy, a), tf.add(tf.square(a), tf.square(b)))),
    ],
    ['Neg', 'Square'],
  ),
};

/** The older Div divides integers as C does. */
function divide(call: Parameters<OpKernel['run']>[0]): tf.Tensor {
  const [a, b] = call.tensors(2) as [tf.Tensor, tf.Tensor];
  return a.dtype === 'int32' ? wholeQuotient(a, b) : tf.div(a, b);
}

function wholeQuotient(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const sign = tf.mul(tf.sign(castTo(a, 'float32')), tf.sign(castTo(b, 'float32')));
  return signed(tf.floorDiv(tf.abs(a), tf.abs(b)), sign);
}

function signed(size: tf.Tensor, sign: tf.Tensor): tf.Tensor {
  return tf.mul(size, castTo(sign, size.dtype as DeviceDType));
}

function truncate(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.floor(tf.abs(x)), tf.sign(x));
}

/** `a / b`, and 0 where b is 0. */
function divNoNan(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const isZero = tf.equal(b, 0);
  const quotient = tf.div(a, where(isZero, tf.onesLike(b), b));
  return unlessZero(b, quotient);
}

/** The value, and 0 where the operand that decides is 0, whatever the value then is. */
function unlessZero(decider: tf.Tensor, value: tf.Tensor): tf.Tensor {
  return where(tf.equal(decider, 0), tf.zerosLike(value), value);
}
