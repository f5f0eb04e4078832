/** What an editor asks about a cell, answered by TypeScript's language service. Pure: the worker file only wires it. */
import type * as TypeScript from 'typescript';
import { CellHost } from './cell-host';
import { unwantedNames } from './worker-names';
import type {
  CellFile,
  Completion,
  Hover,
  LanguageApi,
  Problem,
  SignatureHelp,
  SymbolText,
  TextFiles,
} from './language-api';
import { documentation, joinParts, withoutAlias } from './quick-info';

/** "Cannot assign to 'x' because it is an import": a `let` of an earlier cell, which a cell may set. */
const ASSIGNS_IMPORT = 2632;
/** How TypeScript sorts names that are neither the cell's own nor imported. */
const GLOBALS = '15';

export class CellLanguage implements LanguageApi {
  readonly #ts: typeof TypeScript;
  readonly #host: CellHost;
  readonly #service: TypeScript.LanguageService;
  readonly #unwanted: ReadonlySet<string>;

  constructor(ts: typeof TypeScript, libraries: TextFiles) {
    this.#ts = ts;
    this.#host = new CellHost(ts, libraries);
    this.#service = ts.createLanguageService(this.#host);
    this.#unwanted = unwantedNames(ts, libraries);
  }

  setTypes(files: TextFiles): void {
    this.#host.setTypes(files);
  }

  setCells(cells: readonly CellFile[]): void {
    this.#host.setCells(cells);
  }

  updateCell(path: string, code: string): void {
    this.#host.updateCell(path, code);
  }

  completions(path: string, offset: number): Completion[] {
    if (!this.#knows(path)) return [];
    const found = this.#service.getCompletionsAtPosition(path, offset, undefined);
    const entries = (found?.entries ?? []).filter(
      ({ name, sortText }) => sortText !== GLOBALS || !this.#unwanted.has(name),
    );
    return entries.map((entry) => ({
      name: entry.name,
      kind: entry.kind,
      sortText: entry.sortText,
      insertText: entry.insertText,
      replaces: entry.replacementSpan,
    }));
  }

  completionDetails(path: string, offset: number, name: string): SymbolText | undefined {
    if (!this.#knows(path)) return undefined;
    const none = undefined;
    const details = this.#service.getCompletionEntryDetails(
      path,
      offset,
      name,
      none,
      none,
      none,
      none,
    );
    return (
      details && {
        signature: joinParts(withoutAlias(details.displayParts)),
        documentation: documentation(details.documentation, details.tags),
      }
    );
  }

  hover(path: string, offset: number): Hover | undefined {
    if (!this.#knows(path)) return undefined;
    const info = this.#service.getQuickInfoAtPosition(path, offset);
    return (
      info && {
        span: info.textSpan,
        signature: joinParts(withoutAlias(info.displayParts)),
        documentation: documentation(info.documentation, info.tags),
      }
    );
  }

  signatureHelp(path: string, offset: number): SignatureHelp | undefined {
    if (!this.#knows(path)) return undefined;
    const help = this.#service.getSignatureHelpItems(path, offset, undefined);
    return (
      help && {
        activeSignature: help.selectedItemIndex,
        activeParameter: help.argumentIndex,
        signatures: help.items.map(readSignature),
      }
    );
  }

  problems(path: string): Problem[] {
    const code = this.#host.codeOf(path);
    if (code === undefined) return [];
    const syntax = syntaxErrors(this.#ts, code);
    const semantic = this.#service
      .getSemanticDiagnostics(path)
      .filter((found) => (found.start ?? 0) < code.length && found.code !== ASSIGNS_IMPORT);
    return [...syntax, ...semantic].map((found) => this.#toProblem(found));
  }

  #knows(path: string): boolean {
    return this.#host.codeOf(path) !== undefined;
  }

  #toProblem({ start, length, messageText, code, category }: TypeScript.Diagnostic): Problem {
    const { Error, Warning } = this.#ts.DiagnosticCategory;
    return {
      span: { start: start ?? 0, length: length ?? 1 },
      message: this.#ts.flattenDiagnosticMessageText(messageText, '\n'),
      code,
      severity: category === Error ? 'error' : category === Warning ? 'warning' : 'info',
    };
  }
}

/** Parses the cell as a module without its tail, so that an open bracket is reported where the cell ends. */
function syntaxErrors(ts: typeof TypeScript, code: string): readonly TypeScript.Diagnostic[] {
  const compilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  const options = { reportDiagnostics: true, fileName: 'cell.ts', compilerOptions };
  return ts.transpileModule(code, options).diagnostics ?? [];
}

function readSignature(item: TypeScript.SignatureHelpItem) {
  const parameters = item.parameters.map((parameter) => ({
    signature: joinParts(parameter.displayParts),
    documentation: documentation(parameter.documentation),
  }));
  const between = joinParts(item.separatorDisplayParts);
  const inside = parameters.map(({ signature }) => signature).join(between);
  return {
    signature: joinParts(item.prefixDisplayParts) + inside + joinParts(item.suffixDisplayParts),
    documentation: documentation(item.documentation, item.tags),
    parameters,
  };
}
