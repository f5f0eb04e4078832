import type { CellEditor, EditorOptions, RegisteredCell } from './cell-editor';
import { setCells } from './cells';

export type {
  CellEditor,
  EditorLanguage,
  EditorOptions,
  RegisteredCell,
  RunHow,
} from './cell-editor';

/**
 * Puts a code editor into `host`, which then grows with the text; the first call loads Monaco.
 * @throws whatever kept Monaco from loading; the host is then as it was
 */
export async function mountEditor(host: HTMLElement, options: EditorOptions): Promise<CellEditor> {
  const { mount } = await import('./mount');
  return mount(host, options);
}

/** Starts to load Monaco, so that the first `mountEditor` is quick. Failures show there, not here. */
export function prefetchEditor(): void {
  import('./mount').then(({ prepare }) => prepare()).catch(() => undefined);
}

/**
 * Tells IntelliSense the TypeScript cells of the lesson on the page, from top to bottom, in place of those it knew.
 * Cheap before Monaco is loaded. Call again when a cell without an editor changes, for example after Reset.
 */
export function registerCells(lesson: string, cells: readonly RegisteredCell[]): void {
  setCells(lesson, cells);
}
