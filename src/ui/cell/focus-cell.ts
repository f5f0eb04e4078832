import type { CellState } from '#state';

/** Id of the element that takes the focus for a cell: its code. */
export function codeId(cell: CellState): string {
  return `code-${cell.id}`;
}

/** Id of the sentence that tells the keys of a cell's code; it stands once on the page. */
export const KEYS_ID = 'cell-keys';
