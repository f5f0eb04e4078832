/** Errors that crossed a worker boundary, made into their classes again. */
import * as errors from '#errors';
import type { ErrorOutput, WireError } from '#protocol';
import { transferHandlers, type TransferHandler } from 'comlink';

type PythonErrorClass = new (message: string, details: errors.ErrorDetails) => errors.PythonError;

const CLASSES: Readonly<Record<string, PythonErrorClass>> = {
  ValueError: errors.ValueError,
  TypeError: errors.PyTypeError,
  KeyError: errors.KeyError,
  IndexError: errors.IndexError,
  AssertionError: errors.AssertionError,
  NotImplementedError: errors.NotImplementedError,
  FileNotFoundError: errors.FileNotFoundError,
  RuntimeError: errors.PyRuntimeError,
  OSError: errors.OSError,
};

/** An error of the class that the wire's name stands for; a plain `Error` with that name where there is none. */
export function errorFromWire(wire: WireError): Error {
  const details = wire.hint === undefined ? {} : { hint: wire.hint };
  const Class = CLASSES[wire.name];
  const error = Class
    ? new Class(wire.message, details)
    : Object.assign(new Error(wire.message), { name: wire.name });
  error.stack = wire.stack;
  return error;
}

/** What the page shows for an error of its own or of a kernel call, which has no place in the learner's code. */
export function errorOutput(error: unknown): ErrorOutput {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const hint = error instanceof errors.PythonError ? error.hint : undefined;
  return { kind: 'error', error: { name, message, hint, frames: [], stack: stack ?? '' } };
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'frames' in value && 'hint' in value;
}

/**
 * Lets comlink throw what the kernel sent: its own handler keeps only name, message and stack. The kernel's end of
 * it sends `{ wire: WireError }` in the place of the error.
 */
export function receiveWireErrors(): void {
  const standard = transferHandlers.get('throw') as TransferHandler<unknown, unknown>;
  transferHandlers.set('throw', {
    ...standard,
    deserialize(sent: { readonly wire?: unknown }) {
      if (isWireError(sent.wire)) throw errorFromWire(sent.wire);
      return standard.deserialize(sent);
    },
  });
}
