export { clampFloats, combineFloats, quantizeFloats } from './floats';
export type { LiteLayer, LitePlace } from './layer';
export { convolution, depthwise, rows } from './layers';
export { codeOffset, listBytes, packFilters, packWeights, paddedUnits } from './packing';
export { pool } from './pool';
export { combine, flip, map, mapToWords, softmax } from './tables';
