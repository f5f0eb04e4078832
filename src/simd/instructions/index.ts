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
