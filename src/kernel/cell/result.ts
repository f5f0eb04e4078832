import type MagicString from 'magic-string';
import type { ParsedCell } from './parse';

/** Returns the value of the cell's last statement if that is an expression and no assignment; a promise is waited for. */
export function returnLastValue(cell: ParsedCell, edit: MagicString): void {
  const last = cell.program.body.at(-1);
  if (last?.type !== 'ExpressionStatement' || last.expression.type === 'AssignmentExpression')
    return;
  const { line, column } = last.loc!.start;
  const place = cell.positions.fromJavaScript(line, column);
  const end = cell.js[last.end - 1] === ';' ? last.end - 1 : last.end;
  edit.prependRight(last.start, 'return $await((');
  edit.appendLeft(end, `), ${place.line}, ${place.column});`);
}
