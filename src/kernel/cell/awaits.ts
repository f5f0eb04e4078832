/** Makes every wait of a cell one that Stop can end. */
import type { AnyNode, Expression } from 'acorn';
import type MagicString from 'magic-string';
import type { ParsedCell } from './parse';
import { children } from './walk';

/** Calls `helper` with the expression's value and the learner's line and column of the wait. */
function wrap(
  cell: ParsedCell,
  edit: MagicString,
  helper: string,
  wait: AnyNode,
  inner: Expression,
) {
  const { line, column } = wait.loc!.start;
  const position = cell.positions.fromJavaScript(line, column);
  edit.appendLeft(inner.start, `${helper}((`);
  edit.appendLeft(inner.end, `), ${position.line}, ${position.column})`);
}

/**
 * `await e` becomes `await $await((e), line, column)` and `for await (x of e)` becomes
 * `for await (x of $iterate((e), line, column))`, in nested functions too.
 */
export function wrapAwaits(cell: ParsedCell, edit: MagicString): void {
  const visit = (node: AnyNode): void => {
    children(node).forEach(visit);
    if (node.type === 'AwaitExpression') wrap(cell, edit, '$await', node, node.argument);
    if (node.type === 'ForOfStatement' && node.await) {
      wrap(cell, edit, '$iterate', node, node.right);
    }
  };
  visit(cell.program);
}
