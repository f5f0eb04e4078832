/** The ops that arithmetic is made of, with their options. */
import type { BuiltinOptions } from '#formats/tflite';
import type { LiteTensor } from '../lite/graph';
import type { NodeContext } from './node-context';

export const ADD: BuiltinOptions = {
  type: 'AddOptions',
  fusedActivationFunction: 'NONE',
  potScaleInt16: true,
};
export const SUB: BuiltinOptions = {
  type: 'SubOptions',
  fusedActivationFunction: 'NONE',
  potScaleInt16: true,
};
export const MUL: BuiltinOptions = { type: 'MulOptions', fusedActivationFunction: 'NONE' };
export const DIV: BuiltinOptions = { type: 'DivOptions', fusedActivationFunction: 'NONE' };

/** A dense layer's. */
export function fullyConnected(keepNumDims: boolean): BuiltinOptions {
  return {
    type: 'FullyConnectedOptions',
    fusedActivationFunction: 'NONE',
    weightsFormat: 0,
    keepNumDims,
    asymmetricQuantizeInputs: false,
  };
}

/** A RESHAPE between the node's own ops, if one is needed. */
export function reshaped(
  at: NodeContext,
  tensor: LiteTensor,
  to: Pick<LiteTensor, 'shape' | 'signature'>,
  suffix = 'Reshape',
): LiteTensor {
  if (tensor.shape.join() === to.shape.join()) return tensor;
  const { shape, signature } = to;
  const result = at.between(suffix, { shape, signature, dtype: tensor.dtype });
  return at.add('RESHAPE', [tensor, at.shapeOperand(to, `${suffix}/shape`)], [result]);
}

/** Tensor and constant in the order in which TFLite's ops have them: the constant last. */
export function constantLast(at: NodeContext): LiteTensor[] {
  const [x, y] = at.inputs();
  return x!.data && !y!.data ? [y!, x!] : [x!, y!];
}
