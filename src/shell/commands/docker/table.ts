/** Lists as `docker` prints them: columns, a template of the reader's own, or JSON, one line each. */
import { DockerFailure } from './docker-command';
import { parseTemplate, TemplateError } from './template';

export interface TableSpec<Row> {
  /** Columns by the names that templates use, with heading and cell. */
  readonly columns: Readonly<Record<string, Column<Row>>>;
  /** Names of the columns of the plain table. */
  readonly usual: readonly string[];
  /** For messages: `ContainerContext`. */
  readonly context: string;
}

interface Column<Row> {
  readonly heading: string;
  cell(row: Row): string;
}

/** @param format as given to `--format`; @throws DockerFailure */
export function printTable<Row>(
  spec: TableSpec<Row>,
  rows: readonly Row[],
  format = 'table',
): string {
  if (format === 'json') return rows.map((row) => `${toJson(spec, row)}\n`).join('');
  const isTable = /^table(\s|$)/.test(format);
  const own = unescape(isTable ? format.replace(/^table\s*/, '') : format);
  const template = own || spec.usual.map((name) => `{{.${name}}}`).join('\t');
  const { columns } = spec;
  const headings = (name: string) => columns[name]!.heading;
  const lines = [
    ...(isTable ? [render(template, spec, headings)] : []),
    ...rows.map((row) => render(template, spec, (name) => columns[name]!.cell(row))),
  ];
  return isTable ? align(lines) : lines.map((line) => `${line}\n`).join('');
}

function unescape(text: string): string {
  return text.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
}

function toJson<Row>({ columns }: TableSpec<Row>, row: Row): string {
  const names = Object.keys(columns).sort();
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, columns[name]!.cell(row)])));
}

function render<Row>(
  template: string,
  { columns, context }: TableSpec<Row>,
  value: (name: string) => string,
): string {
  try {
    return parseTemplate(template)(
      Object.fromEntries(Object.keys(columns).map((name) => [name, value(name)])),
      `can't evaluate field % in type *formatter.${context}`,
    );
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new DockerFailure(`failed to ${error.step} template: ${error.message}`);
  }
}

/** Cells between tabs become columns, three blanks apart and ten characters wide at least. */
function align(lines: readonly string[]): string {
  const rows = lines.map((line) => line.split('\t'));
  const widths: number[] = [];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, [...cell].length)));
  }
  const pad = (cell: string, i: number, row: readonly string[]) =>
    i === row.length - 1
      ? cell
      : cell + ' '.repeat(Math.max(widths[i]! + 3, 10) - [...cell].length);
  return rows.map((row) => `${row.map(pad).join('')}\n`).join('');
}
