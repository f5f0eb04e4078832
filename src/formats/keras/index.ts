export { layerKeys, snakeCase } from './naming';
export type { Json, KerasArchive, KerasMetadata, KerasObject, WeightTree } from './schema';
