/** Errors as data, for the page. */
import { PythonError } from '#errors';
import type { WireError } from '#protocol';
import { namePlainly } from './cell';
import type { Frame } from './places';

/** Causes that are told; more would bury the message. */
const CAUSES = 3;

/** What the browser thinks of a call; rewriting has given the callee another look. */
function messageOf(error: Error): string {
  return error instanceof TypeError ? namePlainly(error.message) : error.message;
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const message = messageOf(cause);
  return message ? `${cause.name}: ${message}` : cause.name;
}

/** Whether one of the lines holds the cause's message: Keras nests messages, and then the cause adds nothing. */
function isTold(cause: unknown, lines: readonly string[]): boolean {
  const message = cause instanceof Error ? messageOf(cause) : String(cause);
  return lines.some((line) => line.includes(message.trim()));
}

/** The message, then one line for each cause that says something new. */
function fullMessage(error: Error): string {
  const lines = [messageOf(error)];
  let { cause } = error;
  for (let i = 0; i < CAUSES && cause !== undefined && cause !== null; i++) {
    if (!isTold(cause, lines)) lines.push(`Caused by ${describe(cause)}`);
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
