/** Errors on their way from a worker to the page: comlink's own handler keeps only name, message and stack. */
import { PythonError } from '#errors';
import { transferHandlers, type TransferHandler } from 'comlink';
import type { WireError } from './output';

interface Thrown {
  readonly value: unknown;
}

/** What was thrown, as data; for errors that have no place in the learner's code. */
export function toPlainWireError(thrown: unknown): WireError {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const hint = thrown instanceof PythonError ? thrown.hint : undefined;
  return { name, message, hint, frames: [], stack: stack ?? '' };
}

/** Lets comlink send errors with all that the page shows of them: `{ wire: WireError }` beside what it sends itself. */
export function sendWireErrors(encode: (thrown: unknown) => WireError = toPlainWireError): void {
  const standard = transferHandlers.get('throw') as TransferHandler<Thrown, object>;
  transferHandlers.set('throw', {
    ...standard,
    serialize(thrown: Thrown) {
      const [sent, transfer] = standard.serialize(thrown);
      return [{ ...sent, wire: encode(thrown.value) }, transfer];
    },
  });
}

/** The page's end: comlink throws what `decode` makes of what was sent. */
export function receiveWireErrors(decode: (wire: WireError) => Error): void {
  const standard = transferHandlers.get('throw') as TransferHandler<unknown, unknown>;
  transferHandlers.set('throw', {
    ...standard,
    deserialize(sent: { readonly wire?: WireError }) {
      if (sent.wire) throw decode(sent.wire);
      return standard.deserialize(sent);
    },
  });
}
