/** Choosing between values, clipping them, adding up many. */
import * as tf from '@tensorflow/tfjs-core';
import { sumTo } from '../broadcast';
import { castTo, maskOf } from '../cast';
import type { Gradient, GradientCall, OpCall, OpTable } from '../call';
import { where } from '../ranks';
import { wrapInteger } from './unary';

const CHOICE = ['Select', 'Tile'];

export const CHOOSE: OpTable = {
  SelectV2: {
    run: (call) => choose(call, call.tensor(0)),
    kernels: CHOICE,
    gradient: chooseGradient(same),
  },
  Select: {
    run: (call) => choose(call, alongRows(call)),
    kernels: CHOICE,
    gradient: chooseGradient(alongRows),
  },
  ClipByValue: {
    run: (call) => tf.minimum(tf.maximum(call.tensor(0), call.tensor(1)), call.tensor(2)),
    kernels: ['Minimum', 'Maximum'],
    gradient: clipGradient,
    backward: ['GreaterEqual', 'LessEqual', 'LogicalAnd', 'Cast'],
  },
  AddN: {
    run: (call) => {
      const sum = call.tensors().reduce((total, value) => tf.add(total, value));
      return wrapInteger(sum, call.node.outputs[0]!.dtype);
    },
    kernels: ['Add'],
    gradient: ({ call, dy }) => call.inputs.map(() => () => dy),
  },
};

function same(call: OpCall): tf.Tensor {
  return call.tensor(0);
}

/** A vector condition of the older Select picks rows. */
function alongRows(call: OpCall): tf.Tensor {
  const condition = call.tensor(0);
  const rank = call.shape(1).length;
  if (condition.rank !== 1 || rank <= 1) return condition;
  return tf.reshape(condition, [condition.size, ...new Array<number>(rank - 1).fill(1)]);
}

/** Booleans are chosen as numbers: not every kernel takes them. */
function choose(call: OpCall, condition: tf.Tensor): tf.Tensor {
  const [then, otherwise] = [call.tensor(1), call.tensor(2)];
  if (then.dtype !== 'bool') return where(condition, then, otherwise);
  const chosen = where(condition, castTo(then, 'int32'), castTo(otherwise, 'int32'));
  return castTo(chosen, 'bool');
}

function chooseGradient(conditionOf: (call: OpCall) => tf.Tensor): Gradient {
  return ({ call, dy }) => [
    undefined,
    () => sumTo(where(conditionOf(call), dy, tf.zerosLike(dy)), call.shape(1)),
    () => sumTo(where(conditionOf(call), tf.zerosLike(dy), dy), call.shape(2)),
  ];
}

/** The bounds take the gradient of what they cut off. */
function clipGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const [x, low, high] = call.tensors(3) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const taken = (mask: () => tf.Tensor, input: number) => () =>
    sumTo(tf.mul(dy, maskOf(mask())), call.shape(input));
  return [
    taken(() => tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high)), 0),
    taken(() => tf.less(x, low), 1),
    taken(() => tf.greater(x, high), 2),
  ];
}
