/** Where in the graph a kernel failed, as TensorFlow appends it to the message. */
import { StatusError, type StatusCode } from '../status';

/** What of a node's place is known before it fails. */
export interface Place {
  /** Of the node that TensorFlow's optimizer makes of it. */
  readonly name: string;
  /** That node was made after calls were replaced by what they call: its name is a path of the calls. */
  readonly isPath: boolean;
}

/** An error that names its node already, or has none, however many calls it still passes through. */
class LocatedError extends StatusError {
  /** The message without its place, and the calls in it so far, while the place may still become a path. */
  readonly path: readonly [message: string, path: string] | undefined;

  constructor(code: StatusCode, message: string, cause?: unknown, path?: LocatedError['path']) {
    super(code, message, cause);
    this.path = path;
  }
}

/** Calls that TensorFlow replaces by what they call. */
const INLINED: ReadonlySet<string> = new Set(['PartitionedCall', 'StatefulPartitionedCall']);

/** As a run ends that has lasted too long: at no node. */
export function timedOut(): StatusError {
  return new LocatedError('DEADLINE_EXCEEDED', 'Timed out waiting for notification');
}

/**
 * The error with `\n\t [[{{node NAME}}]]`, or `[[{{function_node FN}}{{node NAME}}]]` in a function.
 * @param error what a kernel threw
 * @param op the node's
 */
export function locate(
  error: unknown,
  op: string,
  place: Place,
  functionName: string | undefined,
): StatusError {
  if (error instanceof LocatedError) return within(error, op, place, functionName);
  const [code, message] = statusOf(error);
  const inFunction = functionName === undefined ? '' : `{{function_node ${functionName}}}`;
  const text = `${message}\n\t [[${inFunction}{{node ${place.name}}}]]`;
  const isOpen = place.isPath && functionName !== undefined;
  return new LocatedError(code, text, error, isOpen ? [message, place.name] : undefined);
}

/** The error of something called, after the call of it. */
function within(
  error: LocatedError,
  op: string,
  { name }: Place,
  functionName: string | undefined,
): LocatedError {
  const { code, message, cause, path } = error;
  if (!path) return error;
  if (!INLINED.has(op)) return new LocatedError(code, message, cause);
  const [text, inner] = path;
  const longer = `${name}/${inner}`;
  return functionName === undefined
    ? new LocatedError(code, `${text}\n\t [[{{node ${longer}}}]]`, cause)
    : new LocatedError(code, message, cause, [text, longer]);
}

function statusOf(error: unknown): [StatusCode, string] {
  if (error instanceof StatusError) return [error.code, error.message];
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof RangeError)) return ['INTERNAL', message];
  return ['RESOURCE_EXHAUSTED', `OOM when computing the node: ${message}`];
}
