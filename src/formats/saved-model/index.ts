export { adviceWithoutModel } from './advice';
export type { ArtifactFiles, SavedModelArtifact, TensorBundle } from './artifact';
export { openTensorBundle, writeTensorBundle } from './bundle';
export type { BundleFiles, BundleValue } from './bundle';
export { readCheckpointObjects } from './checkpoint-objects';
export {
  functionNames,
  functionParameters,
  importFunction,
  importSignature,
  importVariables,
  signatureNames,
  variableListNames,
  type FunctionParameters,
  type ImportFunctionOptions,
  type ImportSignatureOptions,
} from './import';
export type { ImportedFunction, ImportedTensor, RestoredVariable } from './imported';
export { ObjectGraph, tracesOf } from './object-graph';
export { outputPosition } from './output-position';
export { readSavedModel } from './reader';
export type {
  EndpointArgument,
  EndpointInput,
  ExportedEndpoint,
  SavedModelSource,
  StoredVariable,
  VariableCollection,
} from './source';
export type { Structure } from './structure';
export { writeSavedModel } from './writer';
