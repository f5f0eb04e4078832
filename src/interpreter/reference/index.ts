export { Graph, type ReferenceOptions, type Step } from './graph';
export type { Kernel } from './kernel';
export { imageOf, type ConvOptions, type Image } from './kernels/conv';
export { poolingOf } from './kernels/pool';
export { exponentials } from './kernels/softmax';
export {
  isSymmetricHybrid,
  requantizeParameters,
  weightScales,
  type Weighted,
} from './kernels/weighted';
export { openReference, type ReferenceModel } from './model';
export type { Node, Rounding, Run } from './node';
export { activationRange, quantizedActivationRange, typeRange } from './quantization';
export { doubleFactors, fixedFactors } from './requantize';
export { referenceRuntime } from './runtime';
export { numbers, toArray, type LiteTensor } from './tensors';
