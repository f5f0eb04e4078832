import type { CellBlock } from '#course';

/** Which outputs on the page no longer follow from the code above them. */
export type StaleReason = 'edited' | 'earlier' | 'restarted';

/** What is known about a cell, in the order of the page. */
export interface CellFacts {
  /** Grows with every run of the page; undefined = has not run. */
  readonly ranAt: number | undefined;
  /** Its text is another than the one that ran. */
  readonly isEdited: boolean;
  /** It ran in a kernel that is gone. */
  readonly isLost: boolean;
  /** Names that tie it to other cells: variables read and declared, files named in its text. Undefined = not known. */
  readonly names: ReadonlySet<string> | undefined;
}

/**
 * A cell is stale when its own text changed, when its kernel is gone, or when an earlier cell that shares a name with
 * it was edited, ran again later, or is stale itself. Sharing any name counts, not only reading what the other
 * declares: `fit` changes a model in place that both only read. Where names are unknown, coming later is enough.
 *
 * @returns one entry per cell; undefined = fresh, or without output
 */
export function findStale(cells: readonly CellFacts[]): (StaleReason | undefined)[] {
  const stale: (StaleReason | undefined)[] = [];
  for (const cell of cells) {
    const isUpset = stale.some((reason, index) => upsets(cells[index]!, reason, cell));
    stale.push(ownReason(cell) ?? (isUpset ? 'earlier' : undefined));
  }
  return stale;
}

function ownReason({ ranAt, isEdited, isLost }: CellFacts): StaleReason | undefined {
  if (ranAt === undefined) return undefined;
  if (isLost) return 'restarted';
  return isEdited ? 'edited' : undefined;
}

function upsets(earlier: CellFacts, reason: StaleReason | undefined, cell: CellFacts): boolean {
  if (earlier.ranAt === undefined || cell.ranAt === undefined) return false;
  const isUpset = earlier.ranAt > cell.ranAt || (reason !== undefined && reason !== 'restarted');
  return isUpset && mayLeanOn(cell, earlier);
}

function mayLeanOn(cell: CellFacts, earlier: CellFacts): boolean {
  if (!cell.names || !earlier.names) return true;
  for (const name of cell.names) if (earlier.names.has(name)) return true;
  return false;
}

/**
 * Texts that look like a path: `fashion.keras`, `serving/fashion/1`; in quotes, or any word of a shell's.
 */
export function fileNames(code: string, language: CellBlock['language'] = 'ts'): string[] {
  const words = language === 'sh' ? code.split(/[\s"'`;|&<>()]+/) : quotedTexts(code);
  return words.filter((text) => /^[^\s]*[\w-][./][\w-]+$/.test(text));
}

function quotedTexts(code: string): string[] {
  const quoted = code.matchAll(/(["'`])((?:(?!\1)[^\\\n])*)\1/g);
  return [...quoted].map((match) => match[2]!);
}
