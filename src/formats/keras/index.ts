export type { Json, KerasArchive, KerasMetadata, KerasObject, WeightTree } from './schema';
