/** Elementwise functions of one input. */
import * as tf from '@tensorflow/tfjs-core';
import type { OpCall, OpKernel, OpTable } from '../call';
import { castTo } from '../cast';
import { deviceDType, integerRange } from '../../dtypes';

type Unary = (x: tf.Tensor) => tf.Tensor;
type Derivative = (x: tf.Tensor, y: tf.Tensor, dy: tf.Tensor) => tf.Tensor;

export const unary = (
  compute: Unary,
  kernels: string[],
  derive?: Derivative,
  backward: string[] = [],
): OpKernel => ({
  run: (call) => compute(call.tensor(0)),
  kernels,
  ...(derive ? { gradient: ({ call, y, dy }) => [() => derive(call.tensor(0), y, dy)] } : {}),
  backward,
});

const FUNCTIONS: OpTable = {
  Neg: unary(tf.neg, ['Neg'], (_, __, dy) => tf.neg(dy)),
  Abs: unary(tf.abs, ['Abs'], (x, _, dy) => tf.mul(dy, tf.sign(x)), ['Sign']),
  Sign: unary(tf.sign, ['Sign']),
  Exp: unary(tf.exp, ['Exp'], (_, y, dy) => tf.mul(dy, y)),
  Log: unary(tf.log, ['Log'], (x, _, dy) => tf.div(dy, x)),
  Log1p: unary(tf.log1p, ['Log1p'], (x, _, dy) => tf.div(dy, tf.add(x, 1))),
  Sqrt: unary(tf.sqrt, ['Sqrt'], (_, y, dy) => tf.div(tf.mul(dy, 0.5), y)),
  Rsqrt: unary(tf.rsqrt, ['Rsqrt'], (_, y, dy) =>
    tf.mul(tf.mul(dy, -0.5), tf.mul(y, tf.square(y))),
  ),
  Square: unary(tf.square, ['Square'], (x, _, dy) => tf.mul(dy, tf.mul(x, 2))),
  Sin: unary(tf.sin, ['Sin'], (x, _, dy) => tf.mul(dy, tf.cos(x)), ['Cos']),
  Cos: unary(tf.cos, ['Cos'], (x, _, dy) => tf.neg(tf.mul(dy, tf.sin(x))), ['Sin', 'Neg']),
  Erf: unary(
    tf.erf,
    ['Erf'],
    (x, _, dy) => tf.mul(tf.mul(dy, 2 / Math.sqrt(Math.PI)), tf.exp(tf.neg(tf.square(x)))),
    ['Exp', 'Neg'],
  ),
  LogicalNot: unary(tf.logicalNot, ['LogicalNot']),
  Cast: {
    run: cast,
    kernels: ['Cast', 'Mod', 'NotEqual'],
    gradient: ({ dy }) => [() => dy],
  },
};

const ACTIVATIONS: OpTable = {
  Tanh: unary(tf.tanh, ['Tanh'], (_, y, dy) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  Sigmoid: unary(tf.sigmoid, ['Sigmoid'], (_, y, dy) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  Relu: unary(tf.relu, ['Relu'], (_, y, dy) => tf.mul(dy, tf.step(y)), ['Step']),
  Relu6: unary(
    tf.relu6,
    ['Relu6'],
    (_, y, dy) => tf.mul(dy, tf.mul(tf.step(y), tf.step(tf.sub(6, y)))),
    ['Step'],
  ),
  Elu: unary(tf.elu, ['Elu'], (_, y, dy) => tf.where(tf.less(y, 0), tf.mul(dy, tf.add(y, 1)), dy), [
    'Less',
    'Select',
  ]),
  Selu: unary(tf.selu, ['Selu'], deriveSelu, ['Less', 'Select']),
  Softplus: unary(tf.softplus, ['Softplus'], (x, _, dy) => tf.mul(dy, tf.sigmoid(x)), ['Sigmoid']),
  Softsign: unary(
    (x) => tf.div(x, tf.add(tf.abs(x), 1)),
    ['Abs', 'Add', 'RealDiv'],
    (x, _, dy) => tf.div(dy, tf.square(tf.add(tf.abs(x), 1))),
    ['Square'],
  ),
  LeakyRelu: {
    run: (call) => tf.leakyRelu(call.tensor(0), alphaOf(call)),
    kernels: ['LeakyRelu'],
    gradient: ({ call, dy }) => [
      () => tf.where(tf.greater(call.tensor(0), 0), dy, tf.mul(dy, alphaOf(call))),
    ],
    backward: ['Greater', 'Select'],
  },
};

export const UNARY: OpTable = { ...FUNCTIONS, ...ACTIVATIONS };

function alphaOf(call: OpCall): number {
  return call.number('alpha', 0.2);
}

/** Constants of https://arxiv.org/abs/1706.02515 as TensorFlow has them. */
function deriveSelu(_: tf.Tensor, y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const scale = 1.0507009873554805;
  const scaledAlpha = 1.7580993408473768;
  return tf.where(tf.less(y, 0), tf.mul(dy, tf.add(y, scaledAlpha)), tf.mul(dy, scale));
}

/** Floats lose their fraction, as in C; narrower integers wrap around. */
function cast(call: OpCall): tf.Tensor {
  const from = call.node.inputs[0]!;
  const source = from.node.outputs[from.index]!.dtype;
  const target = call.node.outputs[0]!.dtype;
  const x = call.tensor(0);
  const moved = castTo(x, deviceDType(target));
  return source === target || source === 'bool' ? moved : wrapInteger(moved, target);
}

/** Brings int32 arithmetic back into the range of uint8, int8, uint16 or int16. */
export function wrapInteger(x: tf.Tensor, dtype: Parameters<typeof integerRange>[0]): tf.Tensor {
  const range = integerRange(dtype);
  if (!range) return x;
  const span = tf.scalar(range.span, 'int32');
  const low = tf.scalar(range.low, 'int32');
  return tf.add(tf.mod(tf.sub(x, low), span), low);
}
