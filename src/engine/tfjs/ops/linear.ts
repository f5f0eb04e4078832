/** Matrix products. */
import * as tf from '@tensorflow/tfjs-core';
import { sumTo } from '../broadcast';
import type { GradientCall, OpKernel, OpTable } from '../call';
import { matMul } from '../mat-mul';
import { biasAdd, biasShape } from './binary';

/** @param attrs names of the attributes that transpose the operands */
const product = (attrs: readonly [string, string]): OpKernel => ({
  run: (call) => matMul(call.tensor(0), call.tensor(1), call.flag(attrs[0]), call.flag(attrs[1])),
  kernels: ['BatchMatMul'],
  gradient: (at) => [() => productGradient(at, attrs, 0), () => productGradient(at, attrs, 1)],
  backward: ['Transpose'],
});

export const LINEAR: OpTable = {
  MatMul: product(['transpose_a', 'transpose_b']),
  BatchMatMulV2: product(['adj_x', 'adj_y']),
  BiasAdd: {
    run: biasAdd,
    kernels: ['Add'],
    gradient: ({ call, dy }) => [
      () => dy,
      () => tf.reshape(sumTo(dy, biasShape(call)), [...call.shape(1)]),
    ],
  },
};

function productGradient(
  { call, dy }: GradientCall,
  attrs: readonly [string, string],
  operand: 0 | 1,
): tf.Tensor {
  const [flipA, flipB] = [call.flag(attrs[0]), call.flag(attrs[1])];
  if (operand === 0) {
    const b = call.tensor(1);
    const full = flipA ? matMul(b, dy, flipB, true) : matMul(dy, b, false, !flipB);
    return sumTo(full, call.shape(0));
  }
  const a = call.tensor(0);
  const full = flipB ? matMul(dy, a, true, flipA) : matMul(a, dy, !flipA, false);
  return sumTo(full, call.shape(1));
}
