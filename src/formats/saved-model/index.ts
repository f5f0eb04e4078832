export type { ArtifactFiles, SavedModelArtifact, TensorBundle } from './artifact';
export type { ImportedFunction, ImportedTensor, RestoredVariable } from './imported';
export type {
  EndpointArgument,
  EndpointInput,
  ExportedEndpoint,
  SavedModelSource,
  StoredVariable,
  VariableCollection,
} from './source';
export type { Structure } from './structure';
