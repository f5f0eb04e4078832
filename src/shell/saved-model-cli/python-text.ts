/** Texts, lists and sets as Python prints them. */
import { compareUtf8 } from '#bytes';

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** Python's `repr` of a str. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = Array.from(text, (char) => {
    if (char === mark) return `\\${char}`;
    return ESCAPES[char] ?? (/\p{C}|(?! )\p{Z}/u.test(char) ? escape(char) : char);
  });
  return `${mark}${escaped.join('')}${mark}`;
}

function escape(char: string): string {
  const hex = char.codePointAt(0)!.toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** `['serve', 'gpu']` */
export function listText(items: readonly string[]): string {
  return `[${items.map(quote).join(', ')}]`;
}

/** `{'Const', 'MatMul'}`, always in order of the names: Python's own order changes from run to run. */
export function setText(items: Iterable<string>): string {
  const sorted = sortedTexts(new Set(items));
  return sorted.length === 0 ? 'set()' : `{${sorted.map(quote).join(', ')}}`;
}

/** In the order of Python's `sorted`, by code points. */
export function sortedTexts(items: Iterable<string>): string[] {
  return [...items].sort(compareUtf8);
}
