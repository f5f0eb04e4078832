export { BUILTIN_OPERATORS, type BuiltinOperator } from './builtin-operators';
export { constantOf } from './constants';
export {
  CONVERSION_METADATA,
  conversionMetadata,
  conversionMetadataOf,
  metadataOf,
  MIN_RUNTIME_VERSION,
  REDUCED_PRECISION,
  type ConversionMetadata,
  type ConversionMode,
  type ConversionModelType,
} from './conversion-metadata';
export { withInputShapes } from './input-shapes';
export * from './model';
export { opCodeName, opName, tensorLabel } from './names';
export * from './options';
export { readTflite } from './reader';
export { minRuntimeVersion } from './releases';
export { codesAboveCeiling, runtimeCeiling, type WebRuntime } from './runtimes';
export { TENSOR_TYPES, type TensorType } from './tensor-type';
export { bitsOf, byteLengthOf, codeRange, dtypeOf, typeOf } from './types';
export { validateTflite } from './validate';
export type { VersionedOperator, VersionedTensor } from './versioned-operator';
export { smallestVersion } from './versions';
export { writeTflite } from './writer';
