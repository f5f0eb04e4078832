/** Names that a cell may not use at its top level, since the code around it leans on them. */
import { getLineInfo, type AnyNode } from 'acorn';
import type { Declared } from './declarations';
import type { ParsedCell } from './parse';
import type { Reference } from './references';
import { CellSyntaxError } from './syntax-error';
import { children } from './walk';

/** JavaScript's own constants, and what rewritten code calls. */
const TAKEN = /^(undefined|NaN|Infinity|\$(scope|await|iterate|const|name|fn_.*))$/;

function refuse(cell: ParsedCell, offset: number, message: string): never {
  const { line, column } = getLineInfo(cell.js, offset);
  throw new CellSyntaxError(message, cell.positions.fromJavaScript(line, column));
}

function firstUse(node: AnyNode, name: string): number | undefined {
  if (node.type === 'Identifier' && node.name === name) return node.start;
  for (const child of children(node)) {
    const found = firstUse(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @throws CellSyntaxError */
export function refuseNames(
  cell: ParsedCell,
  declared: readonly Declared[],
  references: readonly Reference[],
): void {
  const taken = declared.find(({ name }) => TAKEN.test(name));
  if (taken) {
    const offset = firstUse(cell.program, taken.name) ?? 0;
    refuse(cell, offset, `Identifier '${taken.name}' has already been declared`);
  }
  const use = references.find(({ name }) => name === 'arguments');
  if (use) refuse(cell, use.start, "'arguments' is only there inside of a function.");
}
