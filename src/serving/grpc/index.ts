export { createGrpcHandler } from './handler';
