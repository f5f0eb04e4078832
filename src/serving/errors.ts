/** Failures as the statuses that answers and logs tell. */
import { StatusError } from '#executor';

export function invalid(message: string): StatusError {
  return new StatusError('INVALID_ARGUMENT', message);
}

/** Whatever was thrown; what is no status is a fault of the server itself. */
export function statusOf(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StatusError('INTERNAL', message, error);
}
