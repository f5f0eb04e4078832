/** Convolutions, pooling and their gradients. */
export enum ConvOpcode {
  PackWeights = 48,
  Correlate = 49,
  WeightGradient = 50,
  SumPartials = 51,
  DepthwiseCorrelate = 52,
  DepthwiseWeightGradient = 53,
  Pool = 54,
  PoolGradient = 55,
  TurnWeights = 56,
  SparseInputGradient = 57,
  SparseWeightGradient = 58,
  SumTurned = 59,
}
