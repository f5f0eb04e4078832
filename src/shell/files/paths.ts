/** Where things are in the shell's file system. */

/** The workspace, and where a shell starts. */
export const HOME = '/home/learner';

/** Not a place for learners: what the shell itself hears of a running script. */
export const CHANNELS = '/dev/cell';

/** The parent of a path without trailing `/`; '' of a path of one name. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `/a/./b/../c/` → `/a/c`. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function resolve(base: string, path: string): string {
  return normalize(path.startsWith('/') ? path : `${base}/${path}`);
}
