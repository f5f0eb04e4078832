import { PythonError, type ErrorDetails } from '#errors';
import type { Position } from './positions';

/** The cell cannot be read. Has the learner's own line and column, since nothing has run that a stack could tell of. */
export class CellSyntaxError extends PythonError {
  override readonly name = 'SyntaxError';
  readonly position: Position;

  constructor(message: string, position: Position, details?: ErrorDetails) {
    super(message, details);
    this.position = position;
  }
}
