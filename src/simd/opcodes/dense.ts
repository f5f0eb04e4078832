/** Matrix products of dense layers, their gradients, and optimizers. */
export enum DenseOpcode {
  Dense = 16,
}
