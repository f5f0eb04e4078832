/** What a matrix of counts shows: numbers, shades, and how often the diagonal was met. */
import type { MatrixOutput } from '#protocol';
import { formatCount } from '../../format';

type Matrix = MatrixOutput['matrices'][number];
type Values = Matrix['values'];

export interface MatrixCell {
  readonly text: string;
  /**
   * 0 … 1: of a hit the share of its row; of a mistake the root of its share of the most frequent one in all matrices, so that
   * rare ones show; of a change the share of the largest one.
   */
  readonly shade: number;
  /** On the diagonal, where row and column agree. */
  readonly agrees: boolean;
  /** Fewer than in the first matrix. */
  readonly isLess: boolean;
  /** What it says in a sentence: `Shirt taken for Coat: 12 of 100`. */
  readonly title: string;
}

/** One matrix: each cell with its share of the row. */
export function cellsOf(output: MatrixOutput, { values }: Matrix): MatrixCell[][] {
  const { rows, columns } = output;
  const most = mostMistakes(output);
  return values.map((row, at) => {
    const total = sum(row);
    return row.map((value, column) => ({
      text: formatCount(value),
      shade: at === column ? value / Math.max(1, total) : Math.sqrt(value / most),
      agrees: at === column,
      isLess: false,
      title: `${pairText(rows[at]!, columns[column]!, at === column)}: ${formatCount(value)} of ${formatCount(total)}`,
    }));
  });
}

/** What changed from one matrix to another: each cell with its sign. */
export function changesOf(output: MatrixOutput, from: Matrix, to: Matrix): MatrixCell[][] {
  const { rows, columns } = output;
  const change = to.values.map((row, at) =>
    row.map((value, column) => value - (from.values[at]?.[column] ?? 0)),
  );
  const most = Math.max(1, ...change.flat().map(Math.abs));
  return change.map((row, at) =>
    row.map((value, column) => ({
      text: signed(value),
      shade: Math.abs(value) / most,
      agrees: at === column,
      isLess: value < 0,
      title: `${pairText(rows[at]!, columns[column]!, at === column)}: ${formatCount(from.values[at]?.[column] ?? 0)} → ${formatCount(to.values[at]![column]!)}`,
    })),
  );
}

/** Share of the row on the diagonal, in percent; '' for a row without counts. */
export function recallText(row: readonly number[], at: number): string {
  const total = sum(row);
  return total === 0 ? '' : `${((100 * (row[at] ?? 0)) / total).toFixed(1)} %`;
}

/** `8,703 of 10,000 agree (87.03 %)`. */
export function agreementText(values: Values): string {
  const [hits, total] = [diagonal(values), sum(values.flat())];
  if (total === 0) return 'nothing counted';
  return `${formatCount(hits)} of ${formatCount(total)} agree (${((100 * hits) / total).toFixed(2)} %)`;
}

/** `−0.12 points`: the change of the share on the diagonal. */
export function pointsText(from: Values, to: Values): string {
  const share = (values: Values) => (100 * diagonal(values)) / Math.max(1, sum(values.flat()));
  const points = (share(to) - share(from)).toFixed(2);
  return `${Number(points) > 0 ? '+' : ''}${points.replace('-', '−')} points`;
}

/** `+3`, `−2`, `0`. */
function signed(value: number): string {
  if (value === 0) return '0';
  return `${value > 0 ? '+' : '−'}${formatCount(Math.abs(value))}`;
}

function pairText(row: string, column: string, agrees: boolean): string {
  return agrees ? `${row} recognised` : `${row} taken for ${column}`;
}

/** The largest number beside the diagonals; at least 1. */
function mostMistakes({ matrices }: MatrixOutput): number {
  const mistakes = matrices.flatMap(({ values }) =>
    values.flatMap((row, at) => row.filter((_, column) => column !== at)),
  );
  return mistakes.reduce((most, value) => Math.max(most, value), 1);
}

function diagonal(values: Values): number {
  return sum(values.map((row, at) => row[at] ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
