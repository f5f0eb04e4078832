export { FlatBytes, type TableAt, type VectorAt } from './flat-bytes';
export { readFlatbuffer, type ReadOptions } from './read';
export type { ScalarType } from './scalars';
export {
  always,
  bool,
  booleans,
  bytes,
  enumeration,
  nested,
  numbers,
  optional,
  scalar,
  table,
  tables,
  text,
  texts,
  union,
  type AnyTable,
  type Field,
  type FieldPlan,
  type TableSchema,
} from './schema';
export { writeFlatbuffer, type WriteOptions } from './write';
