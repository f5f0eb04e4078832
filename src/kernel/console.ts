/** The `console` that cells see: text goes below the cell as a terminal would show it. */
import type { CellOutput, StreamOutput, TableOutput } from '#protocol';
import { NDArray } from '#tensor';

type Cell = TableOutput['rows'][number][number];

export interface ConsoleHost {
  emit(output: CellOutput): void;
  repr(value: unknown): string;
}

export interface CellConsole {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  dir(value: unknown): void;
  table(data: unknown): void;
  assert(condition: unknown, ...values: unknown[]): void;
  count(label?: string): void;
  group(...values: unknown[]): void;
  groupEnd(): void;
  time(label?: string): void;
  timeLog(label?: string): void;
  timeEnd(label?: string): void;
}

function toCell(value: unknown, repr: ConsoleHost['repr']): Cell {
  if (value === undefined) return null;
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
    return value as Cell;
  return repr(value);
}

/** Index and value of each row. */
function rowsOf(data: object): [index: unknown, row: unknown][] {
  if (data instanceof Map) return [...data];
  if (data instanceof NDArray) return Object.entries(data.tolist());
  return Object.entries(data instanceof Set ? [...data] : data);
}

/** One row for each entry of an array, object, map or set, one column for each key that a row has; else undefined. */
export function toTable(data: unknown, repr: ConsoleHost['repr']): TableOutput | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const rows = rowsOf(data).map(([index, row]): [Cell, Record<string, unknown>] => [
    toCell(index, repr),
    typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : { Value: row },
  ]);
  const columns = [...new Set(rows.flatMap(([, row]) => Object.keys(row)))];
  return {
    kind: 'table',
    caption: '',
    columns: ['', ...columns],
    rows: rows.map(([index, row]) => [index, ...columns.map((key) => toCell(row[key], repr))]),
  };
}

export function createConsole(host: ConsoleHost): CellConsole {
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  let indent = '';

  const write = (stream: StreamOutput['stream'], values: readonly unknown[]): void => {
    const text = values.map((v) => (typeof v === 'string' ? v : host.repr(v))).join(' ');
    host.emit({
      kind: 'stream',
      stream,
      text: `${indent}${text.replaceAll('\n', `\n${indent}`)}\n`,
    });
  };
  const out = (...values: unknown[]): void => write('stdout', values);
  const err = (...values: unknown[]): void => write('stderr', values);
  const elapsed = (label: string): void => {
    const start = starts.get(label);
    if (start === undefined) return err(`Timer '${label}' does not exist`);
    out(`${label}: ${(performance.now() - start).toFixed(1)} ms`);
  };

  return {
    log: out,
    info: out,
    debug: out,
    warn: err,
    error: err,
    trace: (...values) => out('Trace:', ...values),
    dir: (value) => out(value),
    table(data) {
      const table = toTable(data, host.repr);
      if (table) host.emit(table);
      else out(data);
    },
    assert(condition, ...values) {
      if (!condition) err('Assertion failed:', ...values);
    },
    count(label = 'default') {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    group(...values) {
      if (values.length > 0) out(...values);
      indent += '  ';
    },
    groupEnd() {
      indent = indent.slice(2);
    },
    time: (label = 'default') => void starts.set(label, performance.now()),
    timeLog: (label = 'default') => elapsed(label),
    timeEnd(label = 'default') {
      elapsed(label);
      starts.delete(label);
    },
  };
}
