/** Float graphs in fewer bits: float16 or int8 weights, whole graphs in int8 or int16x8. */
export { dequantizeArray, quantizeArray } from './codes';
export { quantizationParameters, type Affine, type CodeType } from './parameters';
export { quantize } from './quantize';
export { quantizeWeights, weightQuantization } from './weights';
