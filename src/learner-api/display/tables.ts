/** Lists of records, and columns with rows, as tables. */
import type { TableOutput } from '#protocol';
import { isPlainObject } from '../python/options';
import { repr } from '../python/repr';

type Cell = TableOutput['rows'][number][number];

/** A table if the value is a list of objects, or an object with `columns` and `rows`; else undefined. */
export function toTable(value: unknown, caption: string): TableOutput | undefined {
  if (isColumnsAndRows(value)) {
    const rows = value.rows.map((row) => row.map(toCell));
    return { kind: 'table', caption, columns: value.columns.map(String), rows };
  }
  if (!Array.isArray(value) || value.length === 0 || !value.every(isPlainObject)) return undefined;
  const columns = [...new Set(value.flatMap((record) => Object.keys(record)))];
  const rows = value.map((record) => columns.map((name) => toCell(record[name])));
  return { kind: 'table', caption, columns, rows };
}

function isColumnsAndRows(
  value: unknown,
): value is { readonly columns: readonly unknown[]; readonly rows: readonly unknown[][] } {
  if (!isPlainObject(value)) return false;
  const { columns, rows } = value;
  return Array.isArray(columns) && Array.isArray(rows) && rows.every(Array.isArray);
}

function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object' || typeof value === 'function') return repr(value);
  return typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : (value as Cell);
}
