/** Editor ⇄ TypeScript worker. Offsets and lengths are in UTF-16 units of the cell's text. */

/** Path → text. */
export type TextFiles = Readonly<Record<string, string>>;

export interface CellFile {
  /** Absolute, unique, ends in `.ts`; any directory that all cells of the lesson share. */
  readonly path: string;
  readonly code: string;
}

export interface Span {
  readonly start: number;
  readonly length: number;
}

export interface Completion {
  readonly name: string;
  /** TypeScript's `ScriptElementKind`. */
  readonly kind: string;
  readonly sortText: string;
  /** Where it differs from the name. */
  readonly insertText: string | undefined;
  /** What it replaces, where that is not the word before the cursor. */
  readonly replaces: Span | undefined;
}

export interface SymbolText {
  /** Declaration, TypeScript syntax. */
  readonly signature: string;
  /** Doc comment, Markdown. */
  readonly documentation: string;
}

export interface Hover extends SymbolText {
  readonly span: Span;
}

export interface Signature extends SymbolText {
  /** `signature` is made of these and what stands between them. */
  readonly parameters: readonly SymbolText[];
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly activeSignature: number;
  readonly activeParameter: number;
}

export interface Problem {
  readonly span: Span;
  readonly message: string;
  readonly code: number;
  readonly severity: 'error' | 'warning' | 'info';
}

/** Questions about a cell that is not known have empty answers. */
export interface LanguageApi {
  /** The declarations of the package `slipway`, paths below it; `index.d.ts` is its entrance. */
  setTypes(files: TextFiles): void;
  /** The lesson's cells from top to bottom, in place of those known so far. */
  setCells(cells: readonly CellFile[]): void;
  updateCell(path: string, code: string): void;
  completions(path: string, offset: number): readonly Completion[];
  completionDetails(path: string, offset: number, name: string): SymbolText | undefined;
  hover(path: string, offset: number): Hover | undefined;
  signatureHelp(path: string, offset: number): SignatureHelp | undefined;
  problems(path: string): readonly Problem[];
}
