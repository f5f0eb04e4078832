/** Cells are no modules: a line that imports from "slipway" is blanked, any other is an error. */
import type { AnyNode, ImportDeclaration } from 'acorn';
import type MagicString from 'magic-string';
import type { ParsedCell } from './parse';
import { CellSyntaxError } from './syntax-error';

const IN_SCOPE = 'keras, layers, tf, np, files, display and print are in scope without an import.';
const NO_EXPORT = 'Delete "export": top-level names of a cell are in scope in all cells anyway.';

function refuse(cell: ParsedCell, node: AnyNode, message: string, hint: string): never {
  const { line, column } = node.loc!.start;
  throw new CellSyntaxError(message, cell.positions.fromJavaScript(line, column), { hint });
}

function checkImport(cell: ParsedCell, node: ImportDeclaration): void {
  if (node.source.value !== 'slipway') {
    refuse(cell, node, `A cell cannot import ${node.source.raw}.`, IN_SCOPE);
  }
  for (const specifier of node.specifiers) {
    const { imported } = specifier as { imported?: { name?: string } };
    if (imported?.name !== specifier.local.name) {
      refuse(cell, specifier, 'An import from "slipway" cannot rename.', IN_SCOPE);
    }
  }
}

/** @throws CellSyntaxError */
export function blankImports(cell: ParsedCell, edit: MagicString): void {
  for (const node of cell.program.body) {
    if (node.type === 'ImportDeclaration') {
      checkImport(cell, node);
      const text = cell.js.slice(node.start, node.end);
      edit.update(node.start, node.end, text.replace(/[^\n]/g, ' '));
    } else if (node.type.startsWith('Export')) {
      refuse(cell, node, 'A cell cannot export.', NO_EXPORT);
    }
  }
}
