export { openReference, type ReferenceModel, type ReferenceOptions } from './model';
export type { Rounding } from './node';
export { referenceRuntime } from './runtime';
