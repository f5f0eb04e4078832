/** Elementwise functions of broadcast inputs. */
import * as tf from '@tensorflow/tfjs-core';
import { sumTo } from '../broadcast';
import { maskOf } from '../cast';
import type { OpCall, OpKernel, OpTable } from '../call';
import { wrapInteger } from './unary';

export type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

export interface Operands {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
  readonly y: tf.Tensor;
  readonly dy: tf.Tensor;
}

/** Gradient for one operand, before it is summed over broadcast dimensions. */
export type Partial = (at: Operands) => tf.Tensor;

export const arithmetic = (
  compute: Binary,
  kernels: string[],
  partials?: readonly [Partial, Partial],
  backward: string[] = [],
): OpKernel => ({
  run: (call) => wrapInteger(compute(call.tensor(0), call.tensor(1)), call.node.outputs[0]!.dtype),
  kernels,
  backward,
  ...(partials
    ? {
        gradient: ({ call, y, dy }) => {
          const at = () => ({ a: call.tensor(0), b: call.tensor(1), y, dy });
          return partials.map((partial, i) => () => sumTo(partial(at()), call.shape(i)));
        },
      }
    : {}),
});

const compare = (compute: Binary, kernel: string): OpKernel => ({
  run: (call) => compute(call.tensor(0), call.tensor(1)),
  kernels: [kernel],
});

const ADD = arithmetic(tf.add, ['Add'], [({ dy }) => dy, ({ dy }) => dy]);

const ARITHMETIC: OpTable = {
  AddV2: ADD,
  Add: ADD,
  Sub: arithmetic(tf.sub, ['Sub'], [({ dy }) => dy, ({ dy }) => tf.neg(dy)]),
  Mul: arithmetic(
    tf.mul,
    ['Multiply'],
    [({ b, dy }) => tf.mul(dy, b), ({ a, dy }) => tf.mul(dy, a)],
  ),
  RealDiv: arithmetic(
    tf.div,
    ['RealDiv'],
    [({ b, dy }) => tf.div(dy, b), ({ b, y, dy }) => tf.neg(tf.div(tf.mul(dy, y), b))],
  ),
  FloorDiv: arithmetic(floorDiv, ['FloorDiv', 'RealDiv', 'Floor']),
  FloorMod: arithmetic(
    tf.mod,
    ['Mod'],
    [({ dy }) => dy, ({ a, b, dy }) => tf.neg(tf.mul(dy, tf.floor(tf.div(a, b))))],
    ['Floor'],
  ),
  Maximum: arithmetic(tf.maximum, ['Maximum'], winner(tf.greaterEqual), ['GreaterEqual']),
  Minimum: arithmetic(tf.minimum, ['Minimum'], winner(tf.lessEqual), ['LessEqual']),
  Pow: arithmetic(
    tf.pow,
    ['Pow'],
    [({ a, b, dy }) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))), powerExponent],
    ['Greater', 'Select', 'Log'],
  ),
  SquaredDifference: arithmetic(
    (a, b) => tf.square(tf.sub(a, b)),
    ['Sub', 'Square'],
    [
      ({ a, b, dy }) => tf.mul(tf.mul(dy, 2), tf.sub(a, b)),
      ({ a, b, dy }) => tf.mul(tf.mul(dy, 2), tf.sub(b, a)),
    ],
  ),
};

const COMPARISONS: OpTable = {
  Equal: compare(tf.equal, 'Equal'),
  NotEqual: compare(tf.notEqual, 'NotEqual'),
  Greater: compare(tf.greater, 'Greater'),
  GreaterEqual: compare(tf.greaterEqual, 'GreaterEqual'),
  Less: compare(tf.less, 'Less'),
  LessEqual: compare(tf.lessEqual, 'LessEqual'),
  LogicalAnd: compare(tf.logicalAnd, 'LogicalAnd'),
  LogicalOr: compare(tf.logicalOr, 'LogicalOr'),
};

export const BINARY: OpTable = { ...ARITHMETIC, ...COMPARISONS };

/** tfjs's own kernel answers int32 for floats too. */
function floorDiv(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return a.dtype === 'float32' ? tf.floor(tf.div(a, b)) : tf.floorDiv(a, b);
}

/** The first operand takes the gradient where both are equal. */
function winner(wins: Binary): [Partial, Partial] {
  const mask = ({ a, b }: Operands) => maskOf(wins(a, b));
  return [(at) => tf.mul(at.dy, mask(at)), (at) => tf.mul(at.dy, tf.sub(1, mask(at)))];
}

/** Zero where the base has no logarithm, as in TensorFlow. */
function powerExponent({ a, y, dy }: Operands): tf.Tensor {
  const hasLog = tf.greater(a, 0);
  const log = tf.where(hasLog, tf.log(tf.where(hasLog, a, tf.onesLike(a))), tf.zerosLike(a));
  return tf.mul(dy, tf.mul(y, log));
}

export function biasAdd(call: OpCall): tf.Tensor {
  const [value, bias] = [call.tensor(0), call.tensor(1)];
  return tf.add(value, tf.reshape(bias, biasShape(call)));
}

/** The bias's shape beside a value, whose channels are last or, in NCHW, second. */
export function biasShape(call: OpCall): number[] {
  const isLast = call.text('data_format', 'NHWC') === 'NHWC';
  const channel = isLast ? call.shape(0).length - 1 : 1;
  return call.shape(0).map((dim, axis) => (axis === channel ? dim : 1));
}
