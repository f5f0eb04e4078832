/** Products, convolutions, pooling and soft-max, named after TensorFlow's ops. Images are NHWC. */
import { apply } from './apply';
import type { Operand, SymbolicTensor } from './tensor';

export interface WindowOptions {
  /** [vertical, horizontal] steps in pixels. */
  readonly strides: readonly [number, number];
  readonly padding: 'VALID' | 'SAME';
}

export interface ConvOptions extends WindowOptions {
  /** [vertical, horizontal] spacing of the kernel's taps. Default: [1, 1]. */
  readonly dilations?: readonly [number, number];
}

export interface PoolOptions extends WindowOptions {
  /** [height, width] of the window in pixels. */
  readonly ksize: readonly [number, number];
}

/** [m, k] by [k, n]. */
export function matMul(
  a: Operand,
  b: Operand,
  attrs: { readonly transpose_a?: boolean; readonly transpose_b?: boolean } = {},
): SymbolicTensor {
  return apply('MatMul', [a, b], { ...attrs });
}

/** Stacks of matrices, […, m, k] by […, k, n]; the leading dimensions broadcast. */
export function batchMatMulV2(
  x: Operand,
  y: Operand,
  attrs: { readonly adj_x?: boolean; readonly adj_y?: boolean } = {},
): SymbolicTensor {
  return apply('BatchMatMulV2', [x, y], { ...attrs });
}

/** Adds a vector along the last dimension. */
export function biasAdd(value: Operand, bias: Operand): SymbolicTensor {
  return apply('BiasAdd', [value, bias]);
}

/** @param filter [height, width, in / groups, out] */
export function conv2D(input: Operand, filter: Operand, options: ConvOptions): SymbolicTensor {
  return apply('Conv2D', [input, filter], convAttrs(options));
}

/** @param filter [height, width, channels, multiplier]; output channels are channel-major */
export function depthwiseConv2dNative(
  input: Operand,
  filter: Operand,
  options: ConvOptions,
): SymbolicTensor {
  return apply('DepthwiseConv2dNative', [input, filter], convAttrs(options));
}

export function maxPool(input: Operand, options: PoolOptions): SymbolicTensor {
  return apply('MaxPool', [input], poolAttrs(options));
}

/** Padding does not count in the average. */
export function avgPool(value: Operand, options: PoolOptions): SymbolicTensor {
  return apply('AvgPool', [value], poolAttrs(options));
}

/** Over the last dimension. */
export function softmax(logits: Operand): SymbolicTensor {
  return apply('Softmax', [logits]);
}

/** Over the last dimension. */
export function logSoftmax(logits: Operand): SymbolicTensor {
  return apply('LogSoftmax', [logits]);
}

/** Is the target's score among the k largest of its row? Ties count for the target. */
export function inTopKV2(predictions: Operand, targets: Operand, k: number): SymbolicTensor {
  return apply('InTopKV2', [predictions, targets, k]);
}

const nhwc = ([vertical, horizontal]: readonly [number, number]) => [1, vertical, horizontal, 1];

function convAttrs({ strides, padding, dilations = [1, 1] }: ConvOptions) {
  return { strides: nhwc(strides), padding, dilations: nhwc(dilations) };
}

function poolAttrs({ ksize, strides, padding }: PoolOptions) {
  return { ksize: nhwc(ksize), strides: nhwc(strides), padding };
}
