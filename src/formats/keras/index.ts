export { layerKeys, snakeCase } from './naming';
export { readKerasArchive } from './reader';
export type { Json, KerasArchive, KerasMetadata, KerasObject, WeightTree } from './schema';
export { writeKerasArchive } from './writer';
