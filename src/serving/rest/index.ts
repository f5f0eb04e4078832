export { createRestHandler } from './handler';
export type { RequestNote } from './types';
