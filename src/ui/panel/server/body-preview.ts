/** A body as the panel shows it: JSON with long arrays of numbers folded, other text as it is, bytes as their count. */

export interface BodyPreview {
  readonly kind: 'empty' | 'json' | 'text' | 'binary';
  readonly text: string;
  /** Why this is not all of it; undefined when it is. */
  readonly cut: string | undefined;
}

/** Characters of a shown text. */
const LONGEST = 20_000;
/** Elements of a list that is shown whole. */
const SHORT = 12;
const LEADING = 6;

/**
 * @param whole false when the host has kept only the beginning
 * @param size bytes of the whole body
 */
export function previewBody(bytes: Uint8Array, whole: boolean, size: number): BodyPreview {
  if (size === 0) return { kind: 'empty', text: 'No body.', cut: undefined };
  const text = decode(bytes, whole);
  if (text === undefined) {
    return { kind: 'binary', text: `${size} bytes that are no text.`, cut: undefined };
  }
  if (bytes.length === 0)
    return { kind: 'text', text: '', cut: 'This body was not kept: newer ones needed the room.' };
  const tree = whole ? parseJson(text) : undefined;
  if (tree === undefined) return { kind: 'text', ...cut(text, whole, size) };
  return { kind: 'json', ...cut(print(tree, ''), true, size) };
}

function cut(text: string, whole: boolean, size: number): Pick<BodyPreview, 'text' | 'cut'> {
  if (text.length > LONGEST) {
    return {
      text: text.slice(0, LONGEST),
      cut: `The first ${LONGEST} characters of ${size} bytes.`,
    };
  }
  return {
    text,
    cut: whole ? undefined : `The beginning of ${size} bytes; the rest was not kept.`,
  };
}

/** A body that was cut may end inside a character. */
function decode(bytes: Uint8Array, whole: boolean): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return /[\0-\x08\x0e-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Numbers stay as they are written: `1.0` is not `1` to the server, and NaN is a number. */
class NumberToken {
  constructor(readonly text: string) {}
}

type Json =
  string | boolean | null | NumberToken | Json[] | { readonly entries: readonly [string, Json][] };

/** Undefined for what is no JSON. */
function parseJson(text: string): Json | undefined {
  try {
    return new Reader(text).document();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

const TOKEN =
  /[ \t\n\r]*(?:([[\]{},:])|("(?:[^"\\]|\\.)*")|(-?(?:\d[\d.eE+-]*|Infinity|Inf|NaN))|(true|false|null))/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What follows the document is not looked at, as the server does not. */
  document(): Json {
    return this.#value(this.#next());
  }

  #next(): RegExpExecArray {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (!match) throw new SyntaxError('No JSON.');
    this.#at = TOKEN.lastIndex;
    return match;
  }

  #value([, sign, string, number, word]: RegExpExecArray): Json {
    if (string !== undefined) return JSON.parse(string) as string;
    if (number !== undefined) return new NumberToken(number);
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    if (sign === '[') return this.#list();
    if (sign === '{') return { entries: this.#entries() };
    throw new SyntaxError('No JSON.');
  }

  #list(): Json[] {
    const list: Json[] = [];
    for (let token = this.#next(); token[1] !== ']'; token = this.#next()) {
      if (list.length > 0) token = this.#after(token);
      list.push(this.#value(token));
    }
    return list;
  }

  #entries(): [string, Json][] {
    const entries: [string, Json][] = [];
    for (let token = this.#next(); token[1] !== '}'; token = this.#next()) {
      if (entries.length > 0) token = this.#after(token);
      if (token[2] === undefined) throw new SyntaxError('No JSON.');
      const key = JSON.parse(token[2]) as string;
      if (this.#next()[1] !== ':') throw new SyntaxError('No JSON.');
      entries.push([key, this.#value(this.#next())]);
    }
    return entries;
  }

  #after([, sign]: RegExpExecArray): RegExpExecArray {
    if (sign !== ',') throw new SyntaxError('No JSON.');
    return this.#next();
  }
}

function print(value: Json, indent: string): string {
  if (value instanceof NumberToken) return value.text;
  if (Array.isArray(value)) return printList(value, indent);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value.entries.length === 0) return '{}';
  const inner = `${indent}  `;
  const lines = value.entries.map(
    ([key, each]) => `${inner}${JSON.stringify(key)}: ${print(each, inner)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function printList(list: Json[], indent: string): string {
  const shape = shapeOf(list);
  if (shape && (shape.length > 1 || list.length > SHORT)) return folded(list, shape, indent);
  if (list.every(isPlain)) return `[${list.map((each) => print(each, '')).join(', ')}]`;
  const inner = `${indent}  `;
  const shown = list.slice(0, SHORT).map((each) => inner + print(each, inner));
  if (list.length > SHORT) shown.push(`${inner}… ${list.length - SHORT} more`);
  return `[\n${shown.join(',\n')}\n${indent}]`;
}

function isPlain(value: Json): boolean {
  return value instanceof NumberToken || typeof value !== 'object' || value === null;
}

/** Lengths of nested lists that end in numbers, if all at one depth are equally long. */
function shapeOf(value: Json): readonly number[] | undefined {
  if (value instanceof NumberToken) return [];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const shape = shapeOf(value[0]!);
  if (!shape) return undefined;
  const key = shape.join();
  return value.every((each) => shapeOf(each)?.join() === key)
    ? [value.length, ...shape]
    : undefined;
}

/** Small tensors are written out, row by row; of large ones the beginning and the shape. */
function folded(list: Json[], shape: readonly number[], indent: string): string {
  const count = shape.reduce((a, b) => a * b, 1);
  const inner = `${indent}  `;
  if (shape.length === 2 && count <= SHORT * SHORT && shape[1]! <= SHORT) {
    const rows = list.map(
      (row) => `${inner}[${(row as Json[]).map((each) => print(each, '')).join(', ')}]`,
    );
    return `[\n${rows.join(',\n')}\n${indent}]`;
  }
  const first = leaves(list, LEADING).map(({ text }) => text);
  const open = '['.repeat(shape.length);
  return `${open}${first.join(', ')}, …${']'.repeat(shape.length)}  (shape ${shape.join(' × ')}, ${count} numbers)`;
}

function leaves(value: Json, limit: number): NumberToken[] {
  if (value instanceof NumberToken) return [value];
  const found: NumberToken[] = [];
  for (const each of value as Json[]) {
    if (found.length >= limit) break;
    found.push(...leaves(each, limit - found.length));
  }
  return found;
}
