/** Where a lookup table gets its entries from, and the entries themselves. */
import { ValueError } from '#errors';
import { DTYPES, NDArray, type DType } from '#tensor';

export interface TextFileSource {
  readonly kind: 'file';
  /** In `assets/`. */
  readonly filename: string;
  /** A column, or `LINE_NUMBER`, or `WHOLE_LINE`. */
  readonly keyIndex: number;
  readonly valueIndex: number;
  /** Number of lines that count; -1 for all. */
  readonly vocabularySize: number;
  readonly delimiter: string;
  /** Is added to line numbers. */
  readonly offset: number;
}

export type TableSource =
  TextFileSource | { readonly kind: 'arrays'; readonly keys: NDArray; readonly values: NDArray };

export interface TableEntries {
  readonly keys: NDArray;
  readonly values: NDArray;
}

const LINE_NUMBER = -1;
const WHOLE_LINE = -2;

/** @throws ValueError naming file and line for a text that is no number */
export function entriesOfText(
  text: string,
  source: TextFileSource,
  [keyType, valueType]: readonly [DType, DType],
): TableEntries {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const { vocabularySize, filename } = source;
  if (vocabularySize > lines.length)
    throw new ValueError(
      `assets/${filename} has ${lines.length} lines, but the table takes ${vocabularySize}.`,
      { place: `assets/${filename}` },
    );
  const used = vocabularySize > 0 ? lines.slice(0, vocabularySize) : lines;
  const column = (index: number, dtype: DType) =>
    numbers(
      used.map((line, row) => cell(line, row, index, source)),
      dtype,
    );
  return { keys: column(source.keyIndex, keyType), values: column(source.valueIndex, valueType) };
}

function cell(line: string, row: number, index: number, source: TextFileSource): number | bigint {
  if (index === LINE_NUMBER) return row + source.offset;
  const text = index === WHOLE_LINE ? line : line.split(source.delimiter)[index];
  const trimmed = text?.trim() ?? '';
  if (/^[+-]?\d{1,20}$/.test(trimmed)) return BigInt(trimmed);
  const value = Number(trimmed);
  if (trimmed !== '' && Number.isFinite(value)) return value;
  const place = `assets/${source.filename}`;
  throw new ValueError(
    `${place}, line ${row + 1}: "${trimmed.slice(0, 50)}" is no number, but the table's keys and values are.`,
    { place },
  );
}

function numbers(values: readonly (number | bigint)[], dtype: DType): NDArray {
  const data = new DTYPES[dtype].array(values.length);
  const convert = dtype === 'int64' ? toBigInt : Number;
  values.forEach((value, i) => (data[i] = convert(value)));
  return new NDArray(data, [values.length], dtype);
}

function toBigInt(value: number | bigint): bigint {
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
}
