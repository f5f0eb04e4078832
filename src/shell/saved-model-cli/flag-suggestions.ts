/** Which flags somebody may have meant: the nearest, if fewer than half of the letters are wrong. */
import { sortedTexts } from './python-text';

const MAX_ERROR_RATE = 0.5;
const MIN_LENGTH = 3;

/** @param names compared over the length of what was written, so that a flag cut short is found */
export function suggestFlags(written: string, names: readonly string[]): string[] {
  if (written.length < MIN_LENGTH || names.length === 0) return [];
  const errors = new Map(
    names.map((name) => [name, distance(written, name.slice(0, written.length))]),
  );
  const least = Math.min(...errors.values());
  if (least >= MAX_ERROR_RATE * written.length) return [];
  return sortedTexts(names.filter((name) => errors.get(name) === least));
}

/** Letters to insert, remove, replace or swap with their neighbour (Damerau and Levenshtein). */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, rows[i - 1]![j]! + 1, row[j - 1]! + 1));
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
