/** TensorFlow's messages, generated from saved_model.proto by scripts/protos.mjs, and what their types and shapes mean. */
export {
  Body,
  FunctionLibrary,
  type BodyNode,
  type BodyProblems,
  type LibraryFunction,
} from './bodies';
export { dataTypeName, dataTypeNamed, dtypeOf, pythonTypeName } from './data-types';
export { INIT_OP_SIGNATURE, isForLoaders, OBJECT_GRAPH_KEY } from './names';
export { calledFunction, inputsOf, isCall, parseTensorName, type TensorName } from './nodes';
export * from './saved_model_pb';
export { shapeOf } from './shapes';
export { listedValues } from './values';
