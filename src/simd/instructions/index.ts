export { conv2d, conv2dScratchBytes, type Conv2DAt } from './conv2d';
export {
  conv2dInputGradient,
  conv2dInputGradientScratchBytes,
  type Conv2DInputGradientAt,
} from './conv2d-input-gradient';
export {
  conv2dWeightGradient,
  conv2dWeightGradientScratchBytes,
  type Conv2DWeightGradientAt,
} from './conv2d-weight-gradient';
export { dense, type DenseAt } from './dense';
export { denseInputGradient, type DenseInputGradientAt } from './dense-input-gradient';
export { denseWeightGradient, type DenseWeightGradientAt } from './dense-weight-gradient';
export type { Activation, DropoutAt, EpilogueAt, GateAt } from './epilogue';
export { fill } from './fill';
export * as lite from './lite';
export { update, type UpdateAt, type UpdateInto, type UpdateRule } from './update';
export { depthwiseConv2d, type DepthwiseConv2DAt } from './depthwise-conv2d';
export {
  depthwiseConv2dInputGradient,
  type DepthwiseConv2DInputGradientAt,
} from './depthwise-conv2d-input-gradient';
export {
  depthwiseConv2dWeightGradient,
  depthwiseConv2dWeightGradientScratchBytes,
  type DepthwiseConv2DWeightGradientAt,
} from './depthwise-conv2d-weight-gradient';
export { pool, type PoolAt } from './pool';
export { poolGradient, type PoolGradientAt } from './pool-gradient';
export type { Window } from './window';
export { argMax, type ArgMaxAt } from './arg-max';
export { binary, select, type BinaryAt, type SelectAt } from './binary';
export { broadcast, type BroadcastAt } from './broadcast';
export { concat, slice, type ConcatAt, type SliceAt } from './concat';
export { copy, type CopyAt } from './copy';
export {
  crossEntropy,
  crossEntropyGradient,
  type CrossEntropyAt,
  type CrossEntropyGradientAt,
} from './cross-entropy';
export { dropout, type DropoutOpAt } from './dropout';
export { expandBytes, type ByteValues, type ExpandBytesAt } from './expand-bytes';
export { oneHot, type OneHotAt } from './one-hot';
export { crop, pad, type PadAt } from './pad';
export { reduce, type ReduceAt } from './reduce';
export { softmax, softmaxGradient, type SoftmaxAt, type SoftmaxGradientAt } from './softmax';
export { transpose, type TransposeAt } from './transpose';
export { unary, unaryGradient, type UnaryAt, type UnaryGradientAt } from './unary';
