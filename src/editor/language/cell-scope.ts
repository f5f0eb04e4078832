/**
 * How the TypeScript worker sees the cells of a lesson: each is a module, to whose text a tail is added that exports
 * what the cell declares and imports what it may use of the others. A module knows top-level `await`, may declare
 * again what another cell declared (with another type, too), and may import from "slipway"; and since the tail
 * stands at the end, every position in the cell stays what it is.
 */
import type * as TypeScript from 'typescript';

export interface CellNames {
  /** Top-level declarations, to be exported. */
  readonly declares: readonly string[];
  /** Names that come from the cell's own imports, or that it exports itself. */
  readonly taken: readonly string[];
}

export interface ScopedCell {
  /** File name without directory and ending. */
  readonly module: string;
  readonly names: CellNames;
}

/** The names that a cell brings into scope. Works on unfinished text as well. */
export function readCellNames(ts: typeof TypeScript, code: string): CellNames {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ESNext);
  const declares = new Set<string>();
  const taken = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) addImported(ts, statement, taken);
    else addDeclared(ts, statement, isExported(ts, statement) ? taken : declares);
  }
  return { declares: [...declares], taken: [...taken] };
}

/**
 * The tail of cell `index`. A name is taken from the nearest cell above that declares it, else from the first below
 * (the learner may have run that one first), else from `globals`, the names that "slipway" exports.
 */
export function cellTail(
  cells: readonly ScopedCell[],
  index: number,
  globals: readonly string[],
): string {
  const own = cells[index]!.names;
  const sources = new Map<string, string[]>();
  const known = new Set([...own.declares, ...own.taken]);
  const take = (from: string, names: readonly string[]) => {
    const fresh = names.filter((name) => !known.has(name));
    for (const name of fresh) known.add(name);
    if (fresh.length > 0) sources.set(from, fresh);
  };
  for (const cell of cells.slice(0, index).reverse()) take(`./${cell.module}`, cell.names.declares);
  for (const cell of cells.slice(index + 1)) take(`./${cell.module}`, cell.names.declares);
  take('slipway', globals);
  const imports = [...sources].map(
    ([from, names]) => `import { ${names.join(', ')} } from "${from}";`,
  );
  return `\n;export { ${own.declares.join(', ')} };\n${imports.join('\n')}`;
}

/** The names in the one `export { … } from …` of the entrance to the learner API's declarations. */
export function exportedNames(entrance: string): readonly string[] {
  const [, list = ''] = /export \{([^}]*)\}/.exec(entrance) ?? [];
  return list.split(',').flatMap((name) => name.trim() || []);
}

function isExported(ts: typeof TypeScript, statement: TypeScript.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return !!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function addImported(
  ts: typeof TypeScript,
  { importClause }: TypeScript.ImportDeclaration,
  into: Set<string>,
): void {
  if (importClause?.name) into.add(importClause.name.text);
  const bindings = importClause?.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) into.add(bindings.name.text);
  else for (const { name } of bindings.elements) into.add(name.text);
}

function addDeclared(
  ts: typeof TypeScript,
  statement: TypeScript.Statement,
  into: Set<string>,
): void {
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) addBound(ts, name, into);
  } else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    if (statement.name?.text) into.add(statement.name.text);
  }
}

function addBound(ts: typeof TypeScript, name: TypeScript.BindingName, into: Set<string>): void {
  if (ts.isIdentifier(name)) {
    if (name.text) into.add(name.text);
    return;
  }
  for (const element of name.elements) {
    if (!ts.isOmittedExpression(element)) addBound(ts, element.name, into);
  }
}
