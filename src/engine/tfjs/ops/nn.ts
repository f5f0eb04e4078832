/** Softmax, normalisation and ranking. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import { sumTo } from '../broadcast';
import { castTo } from '../cast';
import {
  type Gradient,
  type GradientCall,
  type OpCall,
  type OpKernel,
  type OpTable,
  REFUSED,
} from '../call';
import { requireNhwc } from './conv-attrs';

const BATCH_NORM: OpKernel = {
  run: batchNorm,
  kernels: ['FusedBatchNorm'],
  gradient: batchNormGradient,
  backward: ['Rsqrt'],
};

export const NN: OpTable = {
  Softmax: {
    run: (call) => tf.softmax(call.tensor(0)),
    kernels: ['Softmax'],
    gradient: ({ y, dy }) => [() => tf.mul(tf.sub(dy, tf.sum(tf.mul(dy, y), -1, true)), y)],
  },
  LogSoftmax: {
    run: (call) => tf.logSoftmax(call.tensor(0)),
    kernels: ['Max', 'Sub', 'Exp', 'Sum', 'Log'],
    gradient: ({ y, dy }) => [() => tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, -1, true)))],
  },
  FusedBatchNorm: BATCH_NORM,
  FusedBatchNormV2: BATCH_NORM,
  FusedBatchNormV3: BATCH_NORM,
  LRN: {
    run: (call) =>
      tf.localResponseNormalization(
        call.tensor(0) as tf.Tensor4D,
        call.number('depth_radius', 5),
        call.number('bias', 1),
        call.number('alpha', 1),
        call.number('beta', 0.5),
      ),
    kernels: ['LRN'],
    gradient: REFUSED,
  },
  InTopKV2: {
    run: inTopK,
    kernels: ['OneHot', 'Select', 'Greater', 'Sum', 'Less', 'IsFinite', 'All', 'Any', 'LogicalAnd'],
  },
};

/** Inference only: a graph in training mode comes with its moments written out. */
function batchNorm(call: OpCall): tf.Tensor[] {
  if (call.flag('is_training', true)) {
    throw new NotImplementedError(`${call.node.op} runs with is_training=false only.`, {
      place: call.node.name,
    });
  }
  requireNhwc(call);
  const [x, scale, offset, mean, variance] = call.tensors(5) as [
    tf.Tensor4D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  const y = tf.batchNorm4d(x, mean, variance, offset, scale, epsilonOf(call));
  // TensorFlow hands the moments on, and reserves what its gradient would want.
  return [y, mean, variance, mean, variance, variance];
}

/** For x, scale and offset; the moments are constants in inference. */
function batchNormGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const factor = () => tf.rsqrt(tf.add(call.tensor(4), epsilonOf(call)));
  const normalised = () => tf.mul(tf.sub(call.tensor(0), call.tensor(3)), factor());
  return [
    () => tf.mul(dy, tf.mul(call.tensor(1), factor())),
    () => sumTo(tf.mul(dy, normalised()), call.shape(1)),
    () => sumTo(dy, call.shape(2)),
  ];
}

function epsilonOf(call: OpCall): number {
  return call.number('epsilon', 1e-4);
}

/** True where fewer than k classes score above the target's; false where a score is not finite, as in TensorFlow. */
function inTopK(call: OpCall): tf.Tensor {
  const scores = call.tensor(0);
  const targets = castTo(call.tensor(1), 'int32');
  const classes = scores.shape[1]!;
  const isTarget = castTo(tf.oneHot(targets, classes), 'bool');
  const own = tf.sum(tf.where(isTarget, scores, tf.zerosLike(scores)), 1, true);
  const better = tf.sum(castTo(tf.greater(scores, own), 'int32'), 1);
  const known = tf.logicalAnd(tf.all(tf.isFinite(scores), 1), tf.any(isTarget, 1));
  return tf.logicalAnd(tf.less(better, tf.scalar(call.scalar(2), 'int32')), known);
}
