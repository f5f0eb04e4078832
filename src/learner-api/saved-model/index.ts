/** SavedModel directories of the workspace: opened, their functions run, and loaded as objects. */
export { callImported } from './call-imported';
export { InvalidArgumentError } from './check-tensor';
export { checkTags, loadSavedModel } from './load';
export type { LoadedAttribute, LoadedSavedModel, Signatures } from './loaded-object';
export { LoadedVariable, ownerOf } from './loaded-variable';
export { openArtifact } from './open-artifact';
export { RestoredFunction, type FunctionInput } from './restored-function';
export { SignatureFunction, type NamedArrays, type NamedTensors } from './signature-function';
