/** What can go wrong between the server and the arrays. Every message names the file. */
import { KeyboardInterrupt, PyRuntimeError, ValueError } from '#errors';

const HINT = 'Run the cell again to fetch the file anew.';

/** A file that came in incomplete or with other bytes than it should have. */
export function corrupted(name: string, what: string, cause?: unknown): ValueError {
  const message = `Incomplete or corrupted file detected: ${name}: ${what}`;
  return new ValueError(message, { hint: HINT, place: name, cause });
}

/** A file that did not come in at all. */
export function unreachable(name: string, address: string, what: string, cause?: unknown) {
  const message = `URL fetch failure on ${address}: ${what}`;
  return new PyRuntimeError(message, { hint: HINT, place: name, cause });
}

/** Runs `work`; whatever it throws after a Stop is reported as the Stop. */
export async function stoppable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw signal.aborted ? new KeyboardInterrupt() : error;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
