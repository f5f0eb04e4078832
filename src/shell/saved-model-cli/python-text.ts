/** Lists and sets of texts as Python prints them. */
import { compareUtf8 } from '#bytes';
import { reprText } from '#tensor';

/** `['serve', 'gpu']` */
export function listText(items: readonly string[]): string {
  return `[${items.map(reprText).join(', ')}]`;
}

/** `{'Const', 'MatMul'}`, always in order of the names: Python's own order changes from run to run. */
export function setText(items: Iterable<string>): string {
  const sorted = sortedTexts(new Set(items));
  return sorted.length === 0 ? 'set()' : `{${sorted.map(reprText).join(', ')}}`;
}

/** In the order of Python's `sorted`, by code points. */
export function sortedTexts(items: Iterable<string>): string[] {
  return [...items].sort(compareUtf8);
}
