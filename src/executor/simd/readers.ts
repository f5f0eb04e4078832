/** Ops whose kernels find float32 inputs where SIMD kernels left them, instead of reading their elements. */
export const READERS: ReadonlySet<string> = new Set([
  'Add',
  'AddV2',
  'AvgPool',
  'BiasAdd',
  'Conv2D',
  'DepthwiseConv2dNative',
  'FusedBatchNorm',
  'FusedBatchNormV2',
  'FusedBatchNormV3',
  'MatMul',
  'MaxPool',
  'Mul',
  'Relu',
  'Relu6',
  'Sub',
]);
