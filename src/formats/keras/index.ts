export { layerKeys, snakeCase } from './naming';
export { parsePythonJson, stringifyPythonJson } from './python-json';
export { readKerasArchive } from './reader';
export type { Json, KerasArchive, KerasMetadata, KerasObject, WeightTree } from './schema';
export { toHdf5Tree, toWeightTree } from './weights';
export { writeKerasArchive } from './writer';
