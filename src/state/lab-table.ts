/** Rows of the Device lab as the page shows and exports them. Pure. */
import type { LabReport, LabRow, LabSection } from '#protocol';

export const LAB_SECTIONS: readonly LabSection[] = [
  'calibration',
  'mlp',
  'cnn',
  'float32',
  'dynamic',
  'int8',
];

/** One line of the table: what was measured here beside what was measured elsewhere. */
export interface LabLine {
  readonly what: string;
  readonly here: LabRow | undefined;
  readonly there: LabRow | undefined;
  /** How many times faster than the fastest of TensorFlow.js in the same section and on the same machine. */
  readonly ratioHere: number | undefined;
  readonly ratioThere: number | undefined;
}

/** Lines of a section: what this machine runs first, then what only the other one has. */
export function linesOf(
  section: LabSection,
  here: readonly LabRow[],
  there: readonly LabRow[],
): readonly LabLine[] {
  const own = here.filter((row) => row.section === section);
  const others = there.filter((row) => row.section === section);
  const names = new Set([...own, ...others].map(({ what }) => what));
  return [...names].map((what) => {
    const mine = own.find((row) => row.what === what);
    const theirs = others.find((row) => row.what === what);
    return {
      what,
      here: mine,
      there: theirs,
      ratioHere: ratioOf(mine, own),
      ratioThere: ratioOf(theirs, others),
    };
  });
}

/** Times faster than the fastest of TensorFlow.js; undefined for rates and where one of both is missing. */
function ratioOf(row: LabRow | undefined, rows: readonly LabRow[]): number | undefined {
  if (row?.value === undefined || row.unit !== 's') return undefined;
  const peers = rows.filter(({ kind }) => kind === 'tfjs').map(({ value }) => value ?? Infinity);
  const fastest = Math.min(...peers);
  return Number.isFinite(fastest) ? fastest / row.value : undefined;
}

const COLUMNS = ['section', 'what', 'value', 'unit', 'least', 'most', 'rounds', 'note'] as const;

/** RFC 4180, with a line for the machine in front of the rows. */
export function toCsv({ machine, date, rows }: LabReport): string {
  const { browser, cores, isIsolated, simd, adapter } = machine;
  const isolation = isIsolated ? 'isolated' : 'not isolated';
  const about = [date, browser, `${cores} cores`, isolation, simd, adapter || 'no WebGPU'];
  const lines = [
    ['machine', about.join('; ')],
    COLUMNS,
    ...rows.map((row) => COLUMNS.map((column) => row[column] ?? '')),
  ];
  return lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('');
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
