/** What is wrong with a file, as a status. */
import { StatusError } from '../status';

/** @param error what a reader of files threw */
export function fileProblem(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isMissing = /No such file or directory|Failed to find any matching files/.test(message);
  return new StatusError(isMissing ? 'NOT_FOUND' : 'DATA_LOSS', message, error);
}
