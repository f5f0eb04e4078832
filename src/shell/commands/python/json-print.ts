/** JSON as Python's encoder writes it. */
import { floatText } from '#tensor';
import { compareUtf8 } from '#bytes';
import { JsonNumber, type Json } from './json-parse';

export interface JsonStyle {
  /** Undefined: all on one line. */
  readonly indent: string | undefined;
  readonly separators: readonly [item: string, key: string];
  readonly isSorted: boolean;
  /** Writes what is not ASCII as `\uXXXX`. */
  readonly isAscii: boolean;
}

export function printJson(value: Json, style: JsonStyle, margin = ''): string {
  if (value instanceof JsonNumber) return printNumber(value);
  if (typeof value === 'string') return printString(value, style);
  if (Array.isArray(value)) {
    const item = (each: Json) => printJson(each, style, margin + (style.indent ?? ''));
    return wrap('[', value.map(item), ']', style, margin);
  }
  if (!(value instanceof Map)) return String(value);
  const entries = [...value];
  if (style.isSorted) entries.sort(([a], [b]) => compareUtf8(a, b));
  const entry = ([key, each]: [string, Json]) => {
    const printed = printJson(each, style, margin + (style.indent ?? ''));
    return printString(key, style) + style.separators[1] + printed;
  };
  return wrap('{', entries.map(entry), '}', style, margin);
}

function wrap(
  open: string,
  items: readonly string[],
  close: string,
  { indent, separators: [separator] }: JsonStyle,
  margin: string,
): string {
  if (items.length === 0 || indent === undefined) return open + items.join(separator) + close;
  const line = `\n${margin}${indent}`;
  return `${open}${line}${items.join(separator + line)}\n${margin}${close}`;
}

function printNumber({ text, isFloat }: JsonNumber): string {
  if (!isFloat || !/\d/.test(text)) return text;
  const value = Number(text);
  if (Number.isFinite(value)) return floatText(value, 'float64');
  return value > 0 ? 'Infinity' : '-Infinity';
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function printString(text: string, { isAscii }: JsonStyle): string {
  const pattern = isAscii ? /["\\\u0000-\u001f]|[^\u0020-\u007e]/g : /["\\\u0000-\u001f]/g;
  const escape = (character: string) =>
    SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `"${text.replace(pattern, escape)}"`;
}
