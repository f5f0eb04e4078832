/** Where in the graph a kernel failed, as TensorFlow appends it to the message. */
import { StatusError, type StatusCode } from '../status';

/** An error that names its node already, or has none, however many calls it still passes through. */
class LocatedError extends StatusError {}

/** As a run ends that has lasted too long: at no node. */
export function timedOut(): StatusError {
  return new LocatedError('DEADLINE_EXCEEDED', 'Timed out waiting for notification');
}

/**
 * The error with `\n\t [[{{node NAME}}]]`, or `[[{{function_node FN}}{{node NAME}}]]` in a function.
 * @param error what a kernel threw
 */
export function locate(
  error: unknown,
  node: string,
  functionName: string | undefined,
): StatusError {
  if (error instanceof LocatedError) return error;
  const [code, message] = statusOf(error);
  const inFunction = functionName === undefined ? '' : `{{function_node ${functionName}}}`;
  return new LocatedError(code, `${message}\n\t [[${inFunction}{{node ${node}}}]]`, error);
}

function statusOf(error: unknown): [StatusCode, string] {
  if (error instanceof StatusError) return [error.code, error.message];
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof RangeError)) return ['INTERNAL', message];
  return ['RESOURCE_EXHAUSTED', `OOM when computing the node: ${message}`];
}
