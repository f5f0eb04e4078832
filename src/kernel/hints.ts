/** What to do about mistakes that JavaScript only states. */
import type { RunRequest } from '#protocol';
import { compileCell } from './cell';

/** Python's spelling, and the one that a cell takes. */
const SPELLINGS: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
};

function declares(code: string, name: string): boolean {
  try {
    return compileCell(code, '').declares.includes(name);
  } catch {
    return false; // A cell that cannot be read declares nothing.
  }
}

/** For `x is not defined`: which cell to run first, as far as that is known. */
export function hintFor(error: unknown, { others = [] }: RunRequest): string | undefined {
  if (!(error instanceof ReferenceError)) return undefined;
  const name = /^(\S+) is not defined$/.exec(error.message)?.[1];
  if (name === undefined) return undefined;
  const spelling = SPELLINGS[name];
  if (spelling) return `Write ${spelling} for Python's ${name}.`;
  const cell = others.find(({ code }) => declares(code, name));
  if (cell) return `Run the cell “${cell.title}” first: it declares ${name}.`;
  return `If another cell declares ${name}, run that cell first.`;
}
