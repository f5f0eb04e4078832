/** Matrix products of dense layers, their gradients, and optimizers. */
export enum DenseOpcode {
  Dense = 16,
  DenseInputGradient = 17,
  DenseWeightGradient = 18,
  Update = 19,
}
