/** Why the copy is not complete, and what to do. */

/** Told before there is an error of the browser. */
export const NO_ROOM = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });

export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

/**
 * @param failure what went wrong first
 * @param url of a file that is missing
 * @param missingBytes of all that are missing
 */
export function failureReason(failure: unknown, url: string, missingBytes: number): string {
  const megabytes = (missingBytes / 1e6).toFixed(1);
  if (isQuotaError(failure)) {
    return (
      `The browser gives this site no more room: ${megabytes} MB did not fit. ` +
      'Free disk space or delete files that you no longer need from this page, then retry.'
    );
  }
  const what = failure instanceof Error ? failure.message.replace(/\.$/, '') : 'it did not arrive';
  return `${url} could not be fetched: ${what}. Check the connection, then retry; ${megabytes} MB are missing.`;
}

/** @param error what the browser's cache threw */
export function refusalReason(error: unknown): string {
  const what = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  return `The browser keeps no files of this page: ${what}. The course works as long as there is network; in another window or browser it can be kept.`;
}
