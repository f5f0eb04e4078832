/** Errors that crossed a worker boundary, made into their classes again. */
import { errorClass } from '#errors';
import { receiveWireErrors, toPlainWireError, type ErrorOutput, type WireError } from '#protocol';

/** An error of the class that the wire's name stands for; a plain `Error` with that name where there is none. */
export function errorFromWire(wire: WireError): Error {
  const details = wire.hint === undefined ? {} : { hint: wire.hint };
  const Class = errorClass(wire.name);
  const error = Class
    ? new Class(wire.message, details)
    : Object.assign(new Error(wire.message), { name: wire.name });
  error.stack = wire.stack;
  return error;
}

/** What the page shows for an error of its own or of a kernel call, which has no place in the learner's code. */
export function errorOutput(error: unknown): ErrorOutput {
  return { kind: 'error', error: toPlainWireError(error) };
}

/** Lets comlink throw what a worker sent, in its class. Safe to call twice. */
export function receiveErrors(): void {
  receiveWireErrors(errorFromWire);
}
