/** Lists of records, records of lists, and columns with rows, as tables. */
import type { TableOutput } from '#protocol';
import { DTYPES, floatText, NDArray } from '#tensor';
import { isPlainObject } from '../python/options';
import { repr } from '../python/repr';

type Cell = TableOutput['rows'][number][number];

/**
 * A table if the value is a list of objects, an object with `columns` and `rows`, or one of lists or arrays of the same
 * length; else undefined.
 */
export function toTable(value: unknown, caption: string): TableOutput | undefined {
  if (isColumnsAndRows(value)) {
    const rows = value.rows.map((row) => row.map(toCell));
    return { kind: 'table', caption, columns: value.columns.map(String), rows };
  }
  if (isRecordOfLists(value)) return fromLists(value, caption);
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

type List = readonly unknown[] | NDArray;

function isRecordOfLists(value: unknown): value is Readonly<Record<string, List>> {
  if (!isPlainObject(value)) return false;
  const lists = Object.values(value);
  const lengths = new Set(lists.map(lengthOf));
  return lists.length > 0 && lengths.size === 1 && !lengths.has(undefined) && !lengths.has(0);
}

function lengthOf(value: unknown): number | undefined {
  if (value instanceof NDArray) return value.ndim === 1 ? value.size : undefined;
  return Array.isArray(value) ? value.length : undefined;
}

function fromLists(lists: Readonly<Record<string, List>>, caption: string): TableOutput {
  const cells = Object.values(lists).map(cellsOf);
  const rows = cells[0]!.map((_, row) => cells.map((column) => column[row]!));
  return { kind: 'table', caption, columns: Object.keys(lists), rows };
}

function cellsOf(list: List): Cell[] {
  if (!(list instanceof NDArray)) return list.map(toCell);
  const { dtype } = list;
  const items: readonly (number | boolean)[] = list.tolist();
  if (!DTYPES[dtype].isFloat) return [...items];
  return items.map((item) => Number(floatText(item as number, dtype as 'float32')));
}

function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object' || typeof value === 'function') return repr(value);
  return typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : (value as Cell);
}
