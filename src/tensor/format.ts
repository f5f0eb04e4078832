/** Arrays as text, as NumPy prints them with its default options. */
import { readerOf, sizeOf, type ArrayValue, type Reader } from './array-value';
import { elementFormat, scalarText, type ElementFormat } from './element-format';
import { formatTuple, stridesOf } from './shape';

const THRESHOLD = 1000;
const EDGE_ITEMS = 3;
const LINE_WIDTH = 75;

interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly element: (position: number) => string;
  readonly separator: string;
  readonly isSummary: boolean;
}

export interface FormatOptions {
  /** Most digits after the point; 8 by default. */
  readonly precision?: number;
}

/** Python's `str(array)`. */
export function formatArray(x: ArrayValue, options: FormatOptions = {}): string {
  if (x.shape.length === 0) return scalarText(readerOf(x)(0), x.dtype);
  return layOut(x, ' ', '', options);
}

/** Python's `repr(array)`. */
export function reprArray(x: ArrayValue, options: FormatOptions = {}): string {
  const prefix = 'array(';
  const size = sizeOf(x.shape);
  const body = `${prefix}${layOut(x, ', ', prefix, options)}`;
  const extras: string[] = [];
  if ((size === 0 && x.shape.join() !== '0') || size > THRESHOLD) {
    extras.push(`shape=${formatTuple(x.shape)}`);
  }
  if (size === 0 || !['bool', 'int64', 'float64'].includes(x.dtype)) {
    extras.push(`dtype=${x.dtype}`);
  }
  if (extras.length === 0) return `${body})`;
  const tail = `${extras.join(', ')})`;
  const lastLine = body.length + 1 - (body.lastIndexOf('\n') + 1);
  const isTooLong = lastLine + tail.length + 1 > LINE_WIDTH;
  return `${body},${isTooLong ? `\n${' '.repeat(prefix.length)}` : ' '}${tail}`;
}

/** As `array2string` does it for a single number too: `0.1`, `3.`. */
export function layOut(
  x: ArrayValue,
  separator: string,
  prefix: string,
  { precision = 8 }: FormatOptions = {},
): string {
  const size = sizeOf(x.shape);
  if (size === 0) return '[]';
  const isSummary = size > THRESHOLD;
  const read = readerOf(x);
  const strides = stridesOf(x.shape);
  const shown = shownValues(x.shape, strides, isSummary, read);
  const format: ElementFormat = elementFormat(shown, x.dtype, precision, x.shape.length === 0);
  const element = (position: number) => format(read(position));
  const layout: Layout = { shape: x.shape, strides, element, separator, isSummary };
  return formatAxis(layout, 0, 0, ' '.repeat(prefix.length + 1), LINE_WIDTH - (prefix ? 1 : 0));
}

/** Places along an axis that are printed; undefined stands for the dots. */
function shownPlaces(length: number, isSummary: boolean): (number | undefined)[] {
  if (!isSummary || length <= 2 * EDGE_ITEMS) return Array.from({ length }, (_, i) => i);
  const edge = Array.from({ length: EDGE_ITEMS }, (_, i) => i);
  return [...edge, undefined, ...edge.map((i) => length - EDGE_ITEMS + i)];
}

function shownValues(
  shape: readonly number[],
  strides: readonly number[],
  isSummary: boolean,
  read: Reader,
): number[] {
  const visit = (axis: number, position: number): number[] =>
    axis === shape.length
      ? [read(position)]
      : shownPlaces(shape[axis]!, isSummary).flatMap((place) =>
          place === undefined ? [] : visit(axis + 1, position + place * strides[axis]!),
        );
  return visit(0, 0);
}

function formatAxis(
  layout: Layout,
  axis: number,
  position: number,
  indent: string,
  width: number,
): string {
  const { shape, strides, isSummary } = layout;
  if (axis === shape.length) return layout.element(position);
  const items = shownPlaces(shape[axis]!, isSummary).map((place) =>
    place === undefined
      ? '...'
      : formatAxis(layout, axis + 1, position + place * strides[axis]!, `${indent} `, width - 1),
  );
  const axesLeft = shape.length - axis;
  if (axesLeft === 1) return `[${fillLines(items, layout.separator, indent, width)}]`;
  const between = `${layout.separator.trimEnd()}${'\n'.repeat(axesLeft - 1)}${indent}`;
  return `[${items.join(between)}]`;
}

/** Puts words on lines that are no wider than `width`, the closing bracket or separator included. */
function fillLines(
  words: readonly string[],
  separator: string,
  indent: string,
  width: number,
): string {
  const room = width - Math.max(separator.trimEnd().length, 1);
  const lines: string[] = [];
  let line = indent;
  for (const [i, word] of words.entries()) {
    if (line.length + word.length > room && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += word + (i < words.length - 1 ? separator : '');
  }
  return [...lines, line].join('\n').slice(indent.length);
}
