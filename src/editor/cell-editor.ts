/** What the page asks of an editor and gets back. Types only: the editor itself comes by `import()`. */

export type EditorLanguage = 'ts' | 'sh';

/** `stay` keeps the focus in the cell, `next` moves it to the next one. */
export type RunHow = 'stay' | 'next';

export interface EditorOptions {
  /** As in the lesson; the editor shares its text with the model that `registerCells` made for this id. */
  readonly cellId: string;
  readonly language: EditorLanguage;
  readonly code: string;
  /** Accessible name, for example the cell's title. */
  readonly label: string;
  /** The learner changed the text (`setCode` does not call back, undoing it does). */
  onChange(code: string): void;
  /** Shift+Enter ('next') or Ctrl/Cmd+Enter ('stay'). */
  onRun(how: RunHow): void;
  /** Esc, when no widget was open that it closed first. */
  onLeave(): void;
}

export interface CellEditor {
  /** Frees the editor; the cell's text stays known to IntelliSense if the cell is registered. */
  dispose(): void;
  focus(): void;
  /** Replaces the text as one step that the learner can undo. */
  setCode(code: string): void;
  getCode(): string;
}

/** A cell as IntelliSense sees it. */
export interface RegisteredCell {
  readonly id: string;
  readonly code: string;
}
