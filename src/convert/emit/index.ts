export { emit } from './emit';
export type { EmitInfo } from './metadata';
