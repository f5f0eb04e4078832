/** Matrix products. */
import * as tf from '@tensorflow/tfjs-core';
import { sumTo } from '../broadcast';
import type { GradientCall, OpKernel, OpTable } from '../call';
import { castTo } from '../cast';
import { deviceDType } from '../../dtypes';
import { matMul } from '../mat-mul';
import { biasAdd, biasShape } from './binary';
import { wrapInteger } from './unary';

/** @param attrs names of the attributes that transpose the operands */
const product = (attrs: readonly [string, string]): OpKernel => ({
  run: (call) => {
    const y = matMul(call.tensor(0), call.tensor(1), call.flag(attrs[0]), call.flag(attrs[1]));
    const { dtype } = call.node.outputs[0]!;
    return wrapInteger(castTo(y, deviceDType(dtype)), dtype);
  },
  kernels: ['BatchMatMul', 'Transpose'],
  gradient: (at) => [() => productGradient(at, attrs, 0), () => productGradient(at, attrs, 1)],
});

const ADJOINT = ['adj_x', 'adj_y'] as const;

export const LINEAR: OpTable = {
  MatMul: product(['transpose_a', 'transpose_b']),
  BatchMatMul: product(ADJOINT),
  BatchMatMulV2: product(ADJOINT),
  BatchMatMulV3: product(ADJOINT),
  BiasAdd: {
    run: biasAdd,
    kernels: ['Add'],
    gradient: ({ call, dy }) => [
      () => dy,
      () => tf.reshape(sumTo(dy, biasShape(call)), [...call.shape(1)]),
    ],
  },
  L2Loss: {
    run: (call) => tf.mul(tf.sum(tf.square(call.tensor(0))), 0.5),
    kernels: ['Square', 'Sum', 'Multiply'],
    gradient: ({ call, dy }) => [() => tf.mul(call.tensor(0), dy)],
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
