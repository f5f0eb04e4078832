/** Quantized inference, to the bit as in TensorFlow Lite. */
export enum Int8Opcode {
  FullyConnected = 160,
}
