/** What the restore and init ops are made of, besides calls and assigns. */
import { textAttr, typeAttr } from './node-attrs';
import type { StructuralOp, StructuralOps } from './ops';
import { UNAVAILABLE } from './value';

/** The tensors by their keys; parts of tensors, as partitioned variables are restored, are not known. */
const restore: StructuralOp = ({ inputs }) => {
  const [, names, slices] = inputs;
  if (names?.kind !== 'strings' || slices?.kind !== 'strings') return UNAVAILABLE;
  const isWhole = slices.values.every((slice) => slice.length === 0);
  if (!isWhole) return UNAVAILABLE;
  return names.values.map((name) => ({ kind: 'stored', key: new TextDecoder().decode(name) }));
};

const table: StructuralOp = ({ node, frame, place }) => [
  {
    kind: 'table',
    id: textAttr(node, 'shared_name') || `${frame.scope}${node.name}`,
    keyType: typeAttr(node, 'key_dtype', place),
    valueType: typeAttr(node, 'value_dtype', place),
  },
];

export const RESTORE_OPS: StructuralOps = {
  RestoreV2: restore,
  HashTableV2: table,
  HashTable: table,
};
