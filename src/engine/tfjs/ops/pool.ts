/** Pooling, on NHWC data. */
import * as tf from '@tensorflow/tfjs-core';
import type { OpKernel, OpTable } from '../call';
import { avgPoolGradient, maxPoolGradient } from '../pool-gradients';
import { poolAttrs } from './conv-attrs';

export const POOL: OpTable = {
  MaxPool: pooling(tf.maxPool, 'MaxPool', maxPoolGradient),
  AvgPool: pooling(tf.avgPool, 'AvgPool', avgPoolGradient),
};

function pooling(
  compute: typeof tf.maxPool,
  name: string,
  derive: typeof maxPoolGradient,
): OpKernel {
  return {
    run: (call) => {
      const { filterSize, strides, pad } = poolAttrs(call);
      return compute(call.tensor(0) as tf.Tensor4D, filterSize, strides, pad as 'same');
    },
    kernels: [name],
    gradient: ({ call, y, dy }) => [() => derive({ x: call.tensor(0), y, dy }, poolAttrs(call))],
    backward: [`${name}Grad`],
  };
}
