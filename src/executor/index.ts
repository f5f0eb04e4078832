export { loadSession } from './load';
export type { LoadOptions, LoadSession, ModelFiles, RunLimits, Session } from './session';
export { StatusError, type StatusCode } from './status';
export { makeTensor, type ElementType, type Tensor, type TensorData } from './tensor';
export { decodeTensorProto } from './tensor-proto';
