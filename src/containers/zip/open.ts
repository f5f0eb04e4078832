/** Opens an archive: the library, and the table of contents. */
import type { Entry } from '@zip.js/zip.js';
import { TAKE_AGAIN, ZipError } from './errors';

export const loadZipJs = () => import('@zip.js/zip.js/lib/zip-core-native.js');

export type ZipJs = Awaited<ReturnType<typeof loadZipJs>>;

/** @throws ZipError for what is no zip, a damaged directory, or more members than allowed */
export async function listEntries(
  zipJs: ZipJs,
  bytes: Uint8Array,
  name: string,
  maxMembers: number,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    const reader = new zipJs.ZipReader(new zipJs.Uint8ArrayReader(bytes), {
      useWebWorkers: false,
      filenameValidation: 'tolerant',
    });
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > maxMembers) break;
    }
  } catch (error) {
    throw directoryError(zipJs, name, error);
  }
  if (entries.length > maxMembers) {
    const hint = 'Pack only the files that are needed.';
    throw new ZipError('refused', name, `has more than ${maxMembers} members.`, hint);
  }
  return entries;
}

function directoryError(zipJs: ZipJs, name: string, error: unknown): ZipError {
  const reason = reasonOf(error);
  if (reason === zipJs.ERR_BAD_FORMAT || reason === zipJs.ERR_EOCDR_NOT_FOUND) {
    const problem = 'is not a zip archive, or its end is missing.';
    return new ZipError('not-zip', name, problem, TAKE_AGAIN, error);
  }
  const problem = `is damaged: its table of contents cannot be read (${reason}).`;
  return new ZipError('damaged', name, problem, TAKE_AGAIN, error);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
