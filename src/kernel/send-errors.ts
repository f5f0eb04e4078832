import { transferHandlers, type TransferHandler } from 'comlink';
import { toWireError } from './wire-error';

interface Thrown {
  readonly value: unknown;
}

/**
 * Lets comlink send errors with all that the page shows of them; its own handler keeps only name, message and stack.
 * The page's end of it is in `src/clients/wire-errors.ts`.
 */
export function sendWireErrors(): void {
  const standard = transferHandlers.get('throw') as TransferHandler<Thrown, object>;
  transferHandlers.set('throw', {
    ...standard,
    serialize(thrown: Thrown) {
      const [sent, transfer] = standard.serialize(thrown);
      return [{ ...sent, wire: toWireError(thrown.value, []) }, transfer];
    },
  });
}
