import type { Span } from './language/language-api';
import { Range, type editor } from './monaco';

/** Where a span of the model's text lies in lines and columns. */
export function toRange(model: editor.ITextModel, { start, length }: Span): Range {
  return Range.fromPositions(model.getPositionAt(start), model.getPositionAt(start + length));
}
