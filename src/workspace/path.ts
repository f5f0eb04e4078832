/** Paths of the workspace: what is allowed, and one spelling for each. */
import { FileNotFoundError, ValueError } from '#errors';

/** App state lives below this name and is left out of listings. */
export const HIDDEN_ROOT = '.slipway';

/** What most file systems allow, so that "download all" unpacks everywhere. */
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 1024;

/**
 * `./a//b/` → `a/b`; the workspace itself is ''.
 * @throws ValueError for `..`, control characters, backslashes and names that are too long
 */
export function normalizePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  for (const part of parts) checkName(part, path);
  const normal = parts.join('/');
  if (byteLength(normal) > MAX_PATH_BYTES) {
    throw refused(path, `it is longer than ${MAX_PATH_BYTES} bytes`, 'Use fewer folders.');
  }
  return normal;
}

/** As `normalizePath`, for a file. @throws ValueError also for the workspace itself */
export function normalizeFilePath(path: string): string {
  const normal = normalizePath(path);
  if (normal === '' || path.endsWith('/')) {
    throw refused(path, 'it does not name a file', 'Write a name, such as "fashion.keras".');
  }
  return normal;
}

/**
 * The files of the directory `target` by one spelling of their paths in it.
 * @throws ValueError for a path that leads out of it or cannot be used, and for a file inside another file
 */
export function normalizeFiles(
  target: string,
  files: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array> {
  const normal = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) {
    const whole = normalizeFilePath(`${target}/${path}`);
    normal.set(whole.slice(target.length + 1), bytes);
  }
  for (const path of normal.keys()) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (normal.has(path.slice(0, end))) throw wrongKind(`${target}/${path}`, false);
    }
  }
  return normal;
}

function checkName(name: string, path: string): void {
  if (name === '..') {
    throw refused(path, 'it leads out of the workspace', 'Leave out "..".');
  }
  if (/\p{Cc}|\\/u.test(name)) {
    const hint = 'Separate folders with "/", and use letters, digits, ".", "-" and "_".';
    throw refused(path, 'it contains a backslash or a control character', hint);
  }
  if (name.endsWith('.crswap')) {
    throw refused(path, 'the browser keeps the ending ".crswap" for itself', 'Use another ending.');
  }
  if (byteLength(name) > MAX_NAME_BYTES) {
    throw refused(
      path,
      `"${name.slice(0, 20)}…" is longer than ${MAX_NAME_BYTES} bytes`,
      'Use a shorter name.',
    );
  }
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function refused(path: string, problem: string, hint: string): ValueError {
  const shown = JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path);
  return new ValueError(`${shown} cannot be used as a path: ${problem}.`, { place: path, hint });
}

/** Python's message for ENOENT. */
export function notFound(path: string, cause?: unknown): FileNotFoundError {
  return new FileNotFoundError(`[Errno 2] No such file or directory: '${path}'`, {
    place: path,
    hint: 'Look at the files panel for the names that are there.',
    cause,
  });
}

/** Python's messages for EISDIR and ENOTDIR. */
export function wrongKind(path: string, isDirectory: boolean, cause?: unknown): ValueError {
  const problem = isDirectory ? '[Errno 21] Is a directory' : '[Errno 20] Not a directory';
  const hint = isDirectory
    ? 'A folder of this name holds files. Use another name, or remove the folder first.'
    : 'A part of the path is a file. Use another name, or remove that file first.';
  return new ValueError(`${problem}: '${path}'`, { place: path, hint, cause });
}

/** Whether `path` is the directory or below it; below '' is everything. */
export function isWithin(directory: string, path: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}

export function isHidden(path: string): boolean {
  return isWithin(HIDDEN_ROOT, path);
}
