/**
 * Calls of names that are not the cell's own locals: `f(x)` becomes `(0, f)(x)`.
 *
 * Inside `with`, a plain `f(x)` calls f with the scope as its `this`; outside, with undefined, as JavaScript has it.
 */
import { getLineInfo, type AnyNode, type Identifier, type Position as Place } from 'acorn';
import type MagicString from 'magic-string';
import type { ParsedCell } from './parse';
import type { Reference } from './references';
import { children } from './walk';

/** V8's spelling of such a callee in its messages, and those of others. */
const CALLEE = /\(0\s?,\s?([\p{ID_Start}$_][\p{ID_Continue}$]*)\)/gu;

/** Where an engine sees the call, and where the learner does; lines 1-based, columns 0-based, in the cell's JavaScript. */
export interface MovedCall {
  readonly seen: Place;
  readonly meant: Place;
}

/** The engine's message about a call, as it were without the rewriting. */
export function namePlainly(message: string): string {
  return message.replace(CALLEE, '$1');
}

function calleeOf(node: AnyNode): Identifier | undefined {
  const callee =
    node.type === 'CallExpression'
      ? node.callee
      : node.type === 'TaggedTemplateExpression'
        ? node.tag
        : undefined;
  // `eval(…)` is another thing than `(0, eval)(…)`.
  return callee?.type === 'Identifier' && callee.name !== 'eval' ? callee : undefined;
}

function isInList(parent: AnyNode): boolean {
  return ['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase'].includes(parent.type);
}

/** Where the arguments, or the template, begin: an engine sees a call of no plain name there. */
function argumentsOf(cell: ParsedCell, callee: Identifier): Place {
  const gap = /^(?:\s|\/\*[^]*?\*\/|\/\/.*|\?\.|\))*/.exec(cell.js.slice(callee.end))!;
  return getLineInfo(cell.js, callee.end + gap[0].length);
}

/** To be called after declarations have become assignments, so that a `;` stands behind what they append. */
export function detachCalls(
  cell: ParsedCell,
  references: readonly Reference[],
  edit: MagicString,
): MovedCall[] {
  const free = new Set(references.map(({ start }) => start));
  const moved: MovedCall[] = [];
  const starts = new Set<number>();
  const visit = (node: AnyNode, parent: AnyNode): void => {
    const callee = calleeOf(node);
    if (callee && free.has(callee.start)) {
      edit.prependRight(callee.start, '(0, ');
      edit.appendLeft(callee.end, ')');
      moved.push({ seen: argumentsOf(cell, callee), meant: callee.loc!.start });
      starts.add(callee.start);
    }
    for (const child of children(node)) visit(child, node);
    // A line before that ends without a semicolon would be read on into the parenthesis.
    if (node.type === 'ExpressionStatement' && starts.has(node.start) && isInList(parent)) {
      edit.appendLeft(node.start, ';');
    }
  };
  for (const node of cell.program.body) visit(node, cell.program);
  return moved;
}
