import { listEntries, loadZipJs } from './open';

/** One line of an archive's table of contents. */
export interface ZipListing {
  readonly name: string;
  /** As the directory has it: 0 stored, 8 deflated; others exist. */
  readonly method: number;
  /** Bytes in the archive. */
  readonly storedBytes: number;
  /** Bytes when unpacked, as announced. */
  readonly bytes: number;
  readonly isDirectory: boolean;
  /** CRC-32 of the unpacked bytes, as announced. */
  readonly crc32: number;
  /** Archives keep local time. */
  readonly modified: Date;
}

/** More members than this are not listed. */
const MAX_MEMBERS = 65_535;

/**
 * Reads an archive's table of contents and unpacks nothing, so that also an archive that `readZip` refuses can be shown.
 * @param name the archive's file name, for messages
 * @throws ZipError for what is no zip or has a damaged directory
 */
export async function listZip(bytes: Uint8Array, name: string): Promise<ZipListing[]> {
  const entries = await listEntries(await loadZipJs(), bytes, name, MAX_MEMBERS);
  return entries.map((entry) => ({
    name: entry.filename,
    method: entry.compressionMethod,
    storedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    isDirectory: entry.directory,
    crc32: entry.signature ?? 0,
    modified: entry.lastModDate,
  }));
}
