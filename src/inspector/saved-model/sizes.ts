/** Where the bytes of a SavedModel are. */
import { readFields } from '#containers/protobuf';
import { table, type Draft } from '../blocks';
import type { TableRow } from '#protocol';

export function fileTable(files: ReadonlyMap<string, number>): Draft {
  return sizeTable('Files', 'File', 'code', [...files]);
}

/** Fields of MetaGraphDef and GraphDef, in words. */
const META_FIELDS: Readonly<Record<number, string>> = {
  1: 'Meta information, with the ops that are used',
  2: 'Graph',
  3: 'Saver',
  4: 'Collections',
  5: 'Signatures',
  6: 'Assets',
  7: 'Object graph',
};
const GRAPH_FIELDS: Readonly<Record<number, string>> = {
  1: 'Graph: nodes around the functions',
  2: 'Graph: functions',
};

/** What saved_model.pb spends its bytes on. @param bytes of a message that can be decoded */
export function messageTable(bytes: Uint8Array): Draft {
  const sizes = new Map<string, number>();
  const add = (part: string, size: number) => sizes.set(part, (sizes.get(part) ?? 0) + size);
  for (const meta of readFields(bytes, 'saved_model.pb').filter(({ number }) => number === 2)) {
    for (const { number, payload } of readFields(meta.payload, 'saved_model.pb')) {
      if (number !== 2) add(META_FIELDS[number] ?? `Field ${number}`, payload.length);
      else for (const [part, size] of graphParts(payload)) add(part, size);
    }
  }
  const rows = [...sizes].sort(([, a], [, b]) => b - a);
  return sizeTable('Inside saved_model.pb', 'Part', 'text', rows);
}

function graphParts(bytes: Uint8Array): [string, number][] {
  return readFields(bytes, 'saved_model.pb').map(({ number, payload }) => [
    GRAPH_FIELDS[number] ?? 'Graph: other',
    payload.length,
  ]);
}

function sizeTable(
  title: string,
  what: string,
  as: 'code' | 'text',
  sizes: readonly (readonly [string, number])[],
): Draft {
  const all = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  const rows: TableRow[] = sizes.map(([name, bytes]) => [name, bytes, bytes / Math.max(1, all)]);
  return table({
    title,
    columns: [
      { title: what, as },
      { title: 'Bytes', as: 'bytes' },
      { title: 'Share', as: 'share' },
    ],
    rows,
  });
}
