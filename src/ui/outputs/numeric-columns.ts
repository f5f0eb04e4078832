/** Which columns of a table stand at the right. */
import type { TableOutput } from '#protocol';

type Cell = TableOutput['rows'][number][number];

/** Columns of numbers, and of numbers written out with a certain number of digits; cells without a value do not count. */
export function numericColumns({
  columns,
  rows,
}: Pick<TableOutput, 'columns' | 'rows'>): boolean[] {
  return columns.map((_, at) => {
    const values = rows.map((row) => row[at] ?? null).filter((value) => value !== null);
    return values.length > 0 && values.every(looksNumeric);
  });
}

function looksNumeric(value: Cell): boolean {
  if (typeof value === 'string') return /^[-−+]?[\d.,]*\d(e[-+]?\d+)?$/.test(value);
  return typeof value === 'number';
}
