/** A version's directory that remembers what was read from it. */
import type { ModelFiles } from '#executor';
import type { ServerFiles } from '../environment';

export interface RecordedFiles {
  readonly files: ModelFiles;
  /** Everything read so far, by name relative to the directory. */
  readonly read: ReadonlyMap<string, Uint8Array>;
  /** Names asked for that were not there. */
  readonly absent: ReadonlySet<string>;
}

export function recordReads({ path, read: readFile }: ModelFiles): RecordedFiles {
  const read = new Map<string, Uint8Array>();
  const absent = new Set<string>();
  const files: ModelFiles = {
    path,
    async read(file) {
      const bytes = await readFile(file);
      if (bytes === undefined) absent.add(file);
      else read.set(file, bytes);
      return bytes;
    },
  };
  return { files, read, absent };
}

/** The directory of a version as the server's container sees it. */
export function modelFiles(files: ServerFiles, path: string): ModelFiles {
  return { path, read: (file) => files.read(`${path}/${file}`) };
}
