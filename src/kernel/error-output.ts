/** Errors as the page shows them below a cell. */
import type { ErrorOutput, RunRequest } from '#protocol';
import { CellSyntaxError } from './cell';
import { hintFor } from './hints';
import type { LessonScope } from './lesson-scope';
import { cellsThatWrite } from './missing-files';
import type { Frame } from './places';
import { toWireError } from './wire-error';

/** @param frames the learner's places, innermost first; a cell that could not be read has its own */
export function errorOutput(
  error: unknown,
  frames: readonly Frame[],
  request: RunRequest,
  scope: LessonScope,
  repr: (value: unknown) => string,
): ErrorOutput {
  const places =
    error instanceof CellSyntaxError ? [{ cellId: request.cellId, ...error.position }] : frames;
  const wire = toWireError(error, places, hintFor(error, request, scope), repr);
  const missing = cellsThatWrite(wire.message, request.others);
  return { kind: 'error', error: missing === undefined ? wire : { ...wire, hint: missing } };
}
