/** Inference as TensorFlow Lite does it, to the bit: of codes of 8 bits, of floats, and of floats by weights in codes. */
export enum Int8Opcode {
  Rows = 160,
  Convolution = 161,
  Depthwise = 162,
  Pool = 163,
  Map = 164,
  MapToWords = 165,
  Combine = 166,
  CombineFloats = 167,
  ClampFloats = 168,
  Softmax = 169,
  QuantizeFloats = 170,
}
