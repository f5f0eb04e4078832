/**
 * The files that TypeScript sees: the cells with their tails (see `cell-scope`), the learner API's declarations as
 * the package `slipway`, and TypeScript's own libraries.
 */
import type * as TypeScript from 'typescript';
import { cellTail, exportedNames, readCellNames, type CellNames } from './cell-scope';
import type { CellFile, TextFiles } from './language-api';

const LIBRARIES = '/lib/';
const PACKAGE = '/node_modules/slipway/';

interface Cell {
  readonly module: string;
  code: string;
  names: CellNames;
}

export class CellHost implements TypeScript.LanguageServiceHost {
  readonly #ts: typeof TypeScript;
  readonly #libraries: TextFiles;
  #types: TextFiles = {};
  #globals: readonly string[] = [];
  #cells = new Map<string, Cell>();
  /** Grows with every change of any file. */
  #version = 0;

  /** @param libraries TypeScript's `lib.*.d.ts`, by their names */
  constructor(ts: typeof TypeScript, libraries: TextFiles) {
    this.#ts = ts;
    this.#libraries = libraries;
  }

  setTypes(files: TextFiles): void {
    this.#types = files;
    this.#globals = exportedNames(files['index.d.ts'] ?? '');
    this.#version++;
  }

  setCells(cells: readonly CellFile[]): void {
    this.#cells = new Map(
      cells.map(({ path, code }) => [path, { module: moduleName(path), ...this.#read(code) }]),
    );
    this.#version++;
  }

  updateCell(path: string, code: string): void {
    const cell = this.#cells.get(path);
    if (!cell || cell.code === code) return;
    Object.assign(cell, this.#read(code));
    this.#version++;
  }

  /** The learner's text, without the tail. */
  codeOf(path: string): string | undefined {
    return this.#cells.get(path)?.code;
  }

  getProjectVersion(): string {
    return String(this.#version);
  }

  getScriptFileNames(): string[] {
    return [...this.#cells.keys()];
  }

  getScriptVersion(path: string): string {
    return this.#cells.has(path) ? this.#textWithTail(path) : '1';
  }

  getScriptSnapshot(path: string): TypeScript.IScriptSnapshot | undefined {
    const text = this.readFile(path);
    return text === undefined ? undefined : this.#ts.ScriptSnapshot.fromString(text);
  }

  readFile(path: string): string | undefined {
    if (this.#cells.has(path)) return this.#textWithTail(path);
    if (path.startsWith(PACKAGE)) return this.#types[path.slice(PACKAGE.length)];
    if (path.startsWith(LIBRARIES)) return this.#libraries[path.slice(LIBRARIES.length)];
    return undefined;
  }

  fileExists(path: string): boolean {
    return this.readFile(path) !== undefined;
  }

  getCurrentDirectory(): string {
    return '/';
  }

  getDefaultLibFileName(): string {
    return `${LIBRARIES}lib.d.ts`;
  }

  /** Strict where it finds mistakes, lenient where it would only ask a learner for annotations and `!`. */
  getCompilationSettings(): TypeScript.CompilerOptions {
    const ts = this.#ts;
    return {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: ['lib.esnext.d.ts', 'lib.webworker.d.ts'],
      types: [],
      strict: true,
      strictNullChecks: false,
      noImplicitAny: false,
      useUnknownInCatchVariables: false,
      skipLibCheck: true,
      noEmit: true,
    };
  }

  #read(code: string): { code: string; names: CellNames } {
    return { code, names: readCellNames(this.#ts, code) };
  }

  #textWithTail(path: string): string {
    const cells = [...this.#cells.values()];
    const cell = this.#cells.get(path)!;
    return cell.code + cellTail(cells, cells.indexOf(cell), this.#globals);
  }
}

function moduleName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '');
}
