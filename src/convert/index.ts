export {
  calibrationProgram,
  type CalibrationOptions,
  type CalibrationProgram,
} from './calibration';
export type { LiteGraph, LiteInput, LiteOp, LiteTensor, Pass, Quantization } from './lite/graph';
export * from './options';
export { convertToTflite, floatGraph, type Converted } from './convert';
export { ConverterError } from './lower';
export { sourceOfImport } from './source';
export {
  dequantizeArray,
  quantizationParameters,
  quantizeArray,
  quantizeWeights,
  weightQuantization,
  type Affine,
  type CodeType,
} from './quantize';
