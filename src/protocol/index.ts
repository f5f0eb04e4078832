export type * from './blocks';
export type * from './drawn-graph';
export type * from './inspector';
export type * from './kernel';
export type * from './lab';
export type * from './offline';
export type * from './output';
export type * from './serving';
export { createEndpointClient, isHostAt } from './serving-endpoint';
export { localPort, packBody, toRawRequest, toResponse } from './serving-http';
export { SERVER_PORTS, SERVING_ENDPOINT, SERVING_STORAGE } from './serving-places';
export { pullProblem, SERVING_IMAGE } from './serving-image';
export {
  answerServingCall,
  createServingClient,
  decodeMessage,
  deferServing,
  encodeMessage,
  isServingMethod,
  type ServingMethod,
} from './serving-wire';
export { receiveWireErrors, sendWireErrors, toPlainWireError } from './wire-errors';
