export { readTable } from './reader';
export type { TableEntry } from './schema';
export { writeTable } from './writer';
