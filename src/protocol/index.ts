export type * from './blocks';
export type * from './drawn-graph';
export type * from './inspector';
export type * from './kernel';
export type * from './offline';
export type * from './output';
export type * from './serving';
export { receiveWireErrors, sendWireErrors, toPlainWireError } from './wire-errors';
