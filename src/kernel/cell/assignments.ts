/**
 * Turns a cell's top-level declarations into assignments, which land on the lesson's scope.
 *
 * `void (…)` and not `(…)`: unlike a parenthesis it cannot be read on from a line before that ends without a semicolon.
 */
import type { AnyNode, VariableDeclaration } from 'acorn';
import type MagicString from 'magic-string';
import type { ParsedCell } from './parse';
import { children, isFunction } from './walk';

/** Functions stay where they are under this name, hoisted as JavaScript does, and are put on the scope before line 1. */
export const FUNCTION_PREFIX = '$fn_';

/**
 * `const a = 1, b` becomes `void (a = 1, b = undefined)`; in the head of a loop `(…)`, or the bare pattern. A `var`
 * without a value keeps the one that it has.
 */
function assignVariables(
  cell: ParsedCell,
  edit: MagicString,
  node: VariableDeclaration,
  place: 'statement' | 'init' | 'each',
): void {
  const last = node.declarations.at(-1)!;
  const open = { statement: 'void (', init: '(', each: ' ' }[place];
  edit.update(node.start, node.start + node.kind.length, open);
  if (place === 'each') return;
  for (const { id, init } of node.declarations) {
    if (!init && node.kind !== 'var') edit.appendLeft(id.end, ' = undefined');
  }
  edit.appendLeft(last.end, cell.js[node.end - 1] === ';' || place === 'init' ? ')' : ');');
}

/** `var`s of blocks and loops belong to the scope as well. */
function assignNestedVars(cell: ParsedCell, edit: MagicString, node: AnyNode): void {
  if (isFunction(node) || node.type === 'StaticBlock') return;
  for (const child of children(node)) {
    if (child.type === 'VariableDeclaration' && child.kind === 'var') {
      const isInit = node.type === 'ForStatement' && child === node.init;
      const isEach =
        (node.type === 'ForInStatement' || node.type === 'ForOfStatement') && child === node.left;
      assignVariables(cell, edit, child, isEach ? 'each' : isInit ? 'init' : 'statement');
    }
    assignNestedVars(cell, edit, child);
  }
}

function assignStatement(cell: ParsedCell, edit: MagicString, node: AnyNode): void {
  if (node.type === 'FunctionDeclaration') {
    edit.update(node.id!.start, node.id!.end, FUNCTION_PREFIX + node.id!.name);
  } else if (node.type === 'ClassDeclaration') {
    edit.appendLeft(node.start, `void (${node.id!.name} = `);
    edit.appendLeft(node.end, ');');
  } else if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
    assignVariables(cell, edit, node, 'statement');
  }
}

export function assignDeclarations(cell: ParsedCell, edit: MagicString): void {
  assignNestedVars(cell, edit, cell.program);
  for (const node of cell.program.body) assignStatement(cell, edit, node);
}
