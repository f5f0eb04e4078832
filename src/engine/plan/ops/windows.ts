/** Convolutions, pooling and their gradients: windows that move over images. */
import type { Epilogue, Gate } from './functions';
import type { Count, PlanTensor } from './tensors';

/** A window that moves over images in NHWC; padding is what lies before the first row and column. */
export interface Window {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  /** Pooling: equal to `inChannels`; depthwise: `inChannels` times the multiplier. */
  readonly outChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

/** Weights are [height, width, inChannels, outChannels]. */
export interface Conv2D {
  readonly kind: 'conv2d';
  readonly x: PlanTensor;
  readonly weights: PlanTensor;
  readonly bias?: PlanTensor | undefined;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
  readonly epilogue?: Epilogue | undefined;
}

export interface Conv2DInputGradient {
  readonly kind: 'conv2dInputGradient';
  readonly gradient: PlanTensor;
  readonly weights: PlanTensor;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
  readonly gate?: Gate | undefined;
}

export interface Conv2DWeightGradient {
  readonly kind: 'conv2dWeightGradient';
  readonly x: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly biasOut?: PlanTensor | undefined;
  readonly samples: Count;
  readonly window: Window;
}

/** Weights are [height, width, inChannels, multiplier]; output channel `c * multiplier + m`. */
export interface DepthwiseConv2D extends Omit<Conv2D, 'kind'> {
  readonly kind: 'depthwiseConv2d';
}

export interface DepthwiseConv2DInputGradient extends Omit<Conv2DInputGradient, 'kind'> {
  readonly kind: 'depthwiseConv2dInputGradient';
}

export interface DepthwiseConv2DWeightGradient extends Omit<Conv2DWeightGradient, 'kind'> {
  readonly kind: 'depthwiseConv2dWeightGradient';
}

/** Padding takes no part: it is never the maximum, and averages count what lies inside. */
export interface Pool {
  readonly kind: 'pool';
  readonly mode: 'max' | 'average';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
}

/** A maximum's gradient goes to the first place that has it, as in TensorFlow. */
export interface PoolGradient {
  readonly kind: 'poolGradient';
  readonly mode: 'max' | 'average';
  /** The pooling's input and result; read for `max` only. */
  readonly x: PlanTensor;
  readonly y: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
  readonly gate?: Gate | undefined;
}
