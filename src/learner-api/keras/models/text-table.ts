/** Tables in box drawing, laid out as the terminal library behind Keras's `summary` does. */

export interface Column {
  readonly title: string;
  /** Wished width in characters, without padding. */
  readonly width: number;
  readonly align: 'left' | 'right' | 'center';
}

/** A table of this width; cells that are too long are wrapped at spaces, and words cut with `…`. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = fitWidths(
    columns.map((column) => column.width + 2),
    width - columns.length - 1,
  );
  const line = (left: string, fill: string, middle: string, right: string) =>
    left + widths.map((size) => fill.repeat(size)).join(middle) + right;
  const row = (cells: readonly string[], wall: string) => renderRow(cells, columns, widths, wall);
  const body = rows.map((cells) => row(cells, '│'));
  return [
    line('┏', '━', '┳', '┓'),
    row(
      columns.map((column) => column.title),
      '┃',
    ),
    line('┡', '━', '╇', '┩'),
    ...(body.length ? [body.join(`\n${line('├', '─', '┼', '┤')}\n`)] : []),
    line('└', '─', '┴', '┘'),
  ].join('\n');
}

/** Takes what is too much evenly from all columns, rounding halves to even. */
function fitWidths(widths: readonly number[], available: number): number[] {
  let excess = Math.max(0, widths.reduce((sum, size) => sum + size, 0) - available);
  return widths.map((size, i) => {
    const share = roundHalfEven(excess / (widths.length - i));
    excess -= share;
    return size - share;
  });
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function renderRow(
  cells: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
  wall: string,
): string {
  const wrapped = cells.map((cell, i) => wrapCell(cell, widths[i]! - 2));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  const lines = Array.from({ length: height }, (_, y) => {
    const parts = wrapped.map((cell, i) => {
      const text = cell[y] ?? '';
      return ` ${alignText(text, widths[i]! - 2, columns[i]!.align)} `;
    });
    return wall + parts.join(wall) + wall;
  });
  return lines.join('\n');
}

function alignText(text: string, width: number, align: Column['align']): string {
  if (align === 'right') return text.padStart(width);
  if (align === 'left') return text.padEnd(width);
  const left = Math.floor((width - text.length) / 2);
  return text.padStart(text.length + left).padEnd(width);
}

/** Lines of at most `width` characters. */
function wrapCell(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    const last = lines.length - 1;
    const fits = lines[last]!.length + word.trimEnd().length <= width;
    if (fits || lines[last] === '') lines[last] += word;
    else lines.push(word);
  }
  return lines.map((line) => {
    const trimmed = line.trimEnd();
    return trimmed.length > width ? `${trimmed.slice(0, width - 1)}…` : trimmed;
  });
}
