/** Vocabulary files: one row a line; key and value are columns, whole lines or line numbers. */
import { StatusError } from '../status';
import type { Element } from '../element-types';
import type { ElementType } from '../tensor';

const WHOLE_LINE = -2;
const LINE_NUMBER = -1;

interface TextFileOptions {
  readonly path: string;
  readonly keyIndex: number;
  readonly valueIndex: number;
  /** How many lines are read; -1 for all. */
  readonly limit: number;
  readonly delimiter: string;
  /** Added to line numbers. */
  readonly offset: number;
  readonly keyType: ElementType;
  readonly valueType: ElementType;
}

/** @throws StatusError naming file and line when a line lacks a column or is no number */
export function* rowsOfTextFile(
  bytes: Uint8Array,
  options: TextFileOptions,
): Generator<{ readonly key: Element; readonly value: Element }> {
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const count = options.limit < 0 ? lines.length : options.limit;
  if (count > lines.length) {
    throw new StatusError(
      'INVALID_ARGUMENT',
      `Invalid vocab_size in ${options.path}: expected ${count} but got ${lines.length}`,
    );
  }
  for (let i = 0; i < count; i++) {
    const line = lines[i]!.replace(/\r$/, '');
    const column = (index: number, type: ElementType) => columnOf(line, i, index, type, options);
    yield {
      key: column(options.keyIndex, options.keyType),
      value: column(options.valueIndex, options.valueType),
    };
  }
}

function columnOf(
  line: string,
  number: number,
  index: number,
  type: ElementType,
  { path, delimiter, offset }: TextFileOptions,
): Element {
  if (index === LINE_NUMBER) return elementOf(String(number + offset), type, path, number);
  if (index === WHOLE_LINE) return elementOf(line, type, path, number);
  const columns = line.split(delimiter);
  if (index < columns.length) return elementOf(columns[index]!, type, path, number);
  throw new StatusError(
    'INVALID_ARGUMENT',
    `Invalid number of columns in ${path} line ${number} (${line}) : expected at least ${index + 1} got ${columns.length}`,
  );
}

function elementOf(text: string, type: ElementType, path: string, number: number): Element {
  if (type === 'string') return new TextEncoder().encode(text);
  const isInteger = type !== 'float32' && type !== 'float64';
  const isValid = isInteger
    ? /^\s*[-+]?\d+\s*$/.test(text)
    : text.trim() !== '' && !Number.isNaN(Number(text));
  if (isValid) return type === 'int64' ? BigInt(text.trim()) : Number(text);
  throw new StatusError(
    'INVALID_ARGUMENT',
    `Field ${text} in line ${number} is not a valid ${type}. (${path})`,
  );
}
