/** The operations of plans, by families. */
import type { Dense, DenseInputGradient, DenseWeightGradient } from './dense';
import type { Unary, UnaryGradient, Binary, Select, Dropout } from './elements';
import type { Concat, Slice, Pad, Crop, Transpose } from './layout';
import type {
  Reduce,
  Broadcast,
  Softmax,
  SoftmaxGradient,
  CrossEntropy,
  CrossEntropyGradient,
  ArgMax,
  OneHot,
} from './rows';
import type { BatchSize, UpdateOp, Assign } from './updates';
import type {
  Conv2D,
  Conv2DInputGradient,
  Conv2DWeightGradient,
  DepthwiseConv2D,
  DepthwiseConv2DInputGradient,
  DepthwiseConv2DWeightGradient,
  Pool,
  PoolGradient,
} from './windows';

export * from './dense';
export * from './elements';
export * from './functions';
export * from './layout';
export * from './rows';
export * from './tensors';
export * from './updates';
export * from './windows';

export type PlanOp =
  | Dense
  | DenseInputGradient
  | DenseWeightGradient
  | Conv2D
  | Conv2DInputGradient
  | Conv2DWeightGradient
  | DepthwiseConv2D
  | DepthwiseConv2DInputGradient
  | DepthwiseConv2DWeightGradient
  | Pool
  | PoolGradient
  | Unary
  | UnaryGradient
  | Binary
  | Select
  | Reduce
  | Broadcast
  | Softmax
  | SoftmaxGradient
  | CrossEntropy
  | CrossEntropyGradient
  | ArgMax
  | OneHot
  | Concat
  | Slice
  | Pad
  | Crop
  | Transpose
  | Dropout
  | BatchSize
  | UpdateOp
  | Assign;
