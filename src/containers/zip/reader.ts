import type { Entry, FileEntry } from '@zip.js/zip.js';
import { DEFAULT_LIMITS, checkDirectory, type ZipLimits } from './directory';
import { TAKE_AGAIN, ZipError } from './errors';
import { listEntries, loadZipJs, reasonOf, type ZipJs } from './open';

export interface ReadZipOptions {
  /** The archive's file name, for messages. */
  readonly name: string;
  readonly limits?: Partial<ZipLimits>;
}

/**
 * Unpacks every file of an archive (directory entries are left out) and checks each CRC-32.
 * @returns members by name, in the archive's order, each in a buffer of its own
 * @throws ZipError for what is no zip, damaged, encrypted, ambiguous, unsafe or a bomb
 */
export async function readZip(
  bytes: Uint8Array,
  options: ReadZipOptions,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const { name } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const zipJs = await loadZipJs();
  const entries = await listEntries(zipJs, bytes, name, limits.members);
  checkDirectory(name, bytes.length, entries, limits);
  const members = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of entries) {
    if (!entry.directory) members.set(entry.filename, await unpack(zipJs, name, entry));
  }
  return members;
}

async function unpack(
  zipJs: ZipJs,
  archive: string,
  entry: FileEntry,
): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8Array(entry.uncompressedSize);
  let filled = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      if (filled + chunk.length > data.length) throw new Error(zipJs.ERR_INVALID_UNCOMPRESSED_SIZE);
      data.set(chunk, filled);
      filled += chunk.length;
    },
  });
  try {
    await entry.getData(sink, {
      useWebWorkers: false,
      checkCrc32: true,
      checkOverlappingEntry: true,
      checkLocalFilename: true,
    });
    if (filled !== data.length) throw new Error(zipJs.ERR_INVALID_UNCOMPRESSED_SIZE);
  } catch (error) {
    throw memberError(zipJs, archive, entry, error);
  }
  return data;
}

function memberError(zipJs: ZipJs, archive: string, entry: Entry, error: unknown): ZipError {
  const place = `${archive}: ${JSON.stringify(entry.filename)}`;
  const reason = reasonOf(error);
  const problems: Record<string, string> = {
    [zipJs.ERR_INVALID_CRC32]: 'is damaged: its CRC-32 check sum does not fit its bytes.',
    [zipJs.ERR_OVERLAPPING_ENTRY]: 'is damaged: it shares bytes with another member.',
    [zipJs.ERR_LOCAL_FILE_HEADER_NOT_FOUND]: 'is damaged: its header is not where it should be.',
    [zipJs.ERR_INVALID_UNCOMPRESSED_SIZE]: `is damaged: it does not unpack to the ${entry.uncompressedSize} bytes that are announced.`,
  };
  const problem = problems[reason] ?? `is damaged: it cannot be unpacked (${reason}).`;
  return new ZipError('damaged', place, problem, TAKE_AGAIN, error);
}
