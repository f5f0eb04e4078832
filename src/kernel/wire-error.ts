/** Errors as data, for the page. */
import { PythonError } from '#errors';
import type { WireError } from '#protocol';
import type { Frame } from './places';

/** Causes that are told; more would bury the message. */
const CAUSES = 3;

function describe(error: Error): string {
  return error.message ? `${error.name}: ${error.message}` : error.name;
}

/** The message, then one line for each cause that says something new. */
function fullMessage(error: Error): string {
  const lines = [error.message];
  let { cause } = error;
  for (let i = 0; i < CAUSES && cause !== undefined && cause !== null; i++) {
    const text = cause instanceof Error ? describe(cause) : String(cause);
    if (!lines.some((line) => text.endsWith(line))) lines.push(`Caused by ${text}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines.join('\n');
}

/**
 * @param thrown whatever was thrown; what is no Error is shown as `repr` prints it
 * @param frames the learner's places, innermost first
 * @param hint used if the error has none of its own
 */
export function toWireError(
  thrown: unknown,
  frames: readonly Frame[],
  hint?: string,
  repr: (value: unknown) => string = String,
): WireError {
  if (!(thrown instanceof Error)) {
    return { name: 'Error', message: `Thrown: ${repr(thrown)}`, hint, frames, stack: '' };
  }
  const own = thrown instanceof PythonError ? thrown.hint : undefined;
  return {
    name: thrown.name,
    message: fullMessage(thrown),
    hint: own ?? hint,
    frames,
    stack: thrown.stack ?? '',
  };
}
