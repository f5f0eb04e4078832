import { QuotaError } from '#errors';
import type { StoredFile } from './listing';
import { isHidden } from './path';

const NAMED = 3;

/** Python's message for ENOSPC, and which files to delete. */
export function quotaError(
  path: string,
  size: number,
  files: readonly StoredFile[],
  cause: unknown,
): QuotaError {
  const largest = files
    .filter((file) => file.size > 0 && !isHidden(file.path))
    .sort((a, b) => b.size - a.size)
    .slice(0, NAMED)
    .map((file) => `${file.path} (${formatSize(file.size)})`);
  const advice =
    largest.length > 0
      ? `Delete what you no longer need; the largest files are ${largest.join(', ')}.`
      : 'Free some disk space, or allow this site more storage in the browser.';
  return new QuotaError(`[Errno 28] No space left on device: '${path}' (${formatSize(size)})`, {
    place: path,
    hint: `${path} was not changed. ${advice}`,
    cause,
  });
}

function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function isQuotaExceeded(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
