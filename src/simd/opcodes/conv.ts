/** Convolutions, pooling and their gradients. */
export enum ConvOpcode {
  Conv2D = 48,
}
