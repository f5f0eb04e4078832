/** The system's errors, as `just-bash` and the learner know them. */
import { FileNotFoundError, QuotaError, ValueError } from '#errors';
import { FileError, isErrorCode, type ErrorCode } from '../command';

/** Words by which `just-bash` tells these errors apart; what it has no word for is shown as it stands. */
const WORDS: Readonly<Record<ErrorCode, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'illegal operation on a directory',
  ENOTDIR: 'not a directory',
  EEXIST: 'file already exists',
  ENOTEMPTY: 'directory not empty',
  EINVAL: 'invalid argument',
  ENOSPC: 'no space left on device',
  EPERM: 'operation not permitted',
  EIO: 'i/o error',
};

/** An error of the kind that `just-bash` expects from a file system. */
export class SystemError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, call: string, path: string, cause?: unknown) {
    super(
      `${code}: ${WORDS[code]}, ${call} '${path}'`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
  }
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof FileNotFoundError) return 'ENOENT';
  if (error instanceof QuotaError) return 'ENOSPC';
  if (!(error instanceof ValueError)) return 'EIO';
  if (error.message.startsWith('[Errno 21]')) return 'EISDIR';
  return error.message.startsWith('[Errno 20]') ? 'ENOTDIR' : 'EINVAL';
}

/** What the workspace threw, as an error of a file system. */
export function toSystemError(error: unknown, call: string, path: string): SystemError {
  if (error instanceof SystemError) return error;
  return new SystemError(codeOf(error), call, path, error);
}

/** What any file system threw, as a command of ours sees it. */
export function toFileError(error: unknown): FileError {
  if (error instanceof FileError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = /^([A-Z]+):/.exec(message)?.[1] ?? '';
  return new FileError(isErrorCode(code) ? code : 'EIO', error);
}
