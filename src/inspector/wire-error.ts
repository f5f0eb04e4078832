import { PythonError } from '#errors';
import type { WireError } from '#protocol';
import { transferHandlers, type TransferHandler } from 'comlink';

interface Thrown {
  readonly value: unknown;
}

/** What the page is told of whatever was thrown. */
export function toWireError(thrown: unknown): WireError {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const hint = thrown instanceof PythonError ? thrown.hint : undefined;
  return { name, message, hint, frames: [], stack: stack ?? '' };
}

/** Lets comlink send errors with their hints; the page's end of it is in `src/clients/wire-errors.ts`. */
export function sendWireErrors(): void {
  const standard = transferHandlers.get('throw') as TransferHandler<Thrown, object>;
  transferHandlers.set('throw', {
    ...standard,
    serialize(thrown: Thrown) {
      const [sent, transfer] = standard.serialize(thrown);
      return [{ ...sent, wire: toWireError(thrown.value) }, transfer];
    },
  });
}
