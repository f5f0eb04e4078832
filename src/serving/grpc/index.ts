export { createGrpcHandler, type GrpcHandler } from './handler';
export type { GrpcOptions } from './options';
