/** What may not stand in an archive's table of contents; checked before a byte is unpacked. */
import type { Entry } from '@zip.js/zip.js';
import { PACK_AGAIN, TAKE_AGAIN, ZipError } from './errors';

export interface ZipLimits {
  /** More members than this are refused. */
  readonly members: number;
  /** A member, or all together, may inflate to this many bytes whatever the ratio. */
  readonly inflatedBytes: number;
  /** Beyond `inflatedBytes`, more than this many times the stored size is a zip bomb. */
  readonly ratio: number;
}

export const DEFAULT_LIMITS: ZipLimits = {
  members: 4096,
  inflatedBytes: 64 * 2 ** 20,
  ratio: 100,
};

const STORED = 0;
const DEFLATED = 8;
/** Deflate cannot do better: 258 bytes out of two bits. */
const BEST_DEFLATE_RATIO = 1032;

/** @throws ZipError which names the archive and the member */
export function checkDirectory(
  archive: string,
  archiveBytes: number,
  entries: readonly Entry[],
  limits: ZipLimits,
): void {
  const names = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    const place = `${archive}: ${JSON.stringify(entry.filename)}`;
    checkName(place, entry);
    if (names.has(entry.filename)) {
      throw new ZipError('refused', place, 'is in the archive twice.', PACK_AGAIN);
    }
    names.add(entry.filename);
    checkStorage(place, archiveBytes, entry);
    checkRatio(place, entry.uncompressedSize, entry.compressedSize, limits);
    total += entry.uncompressedSize;
  }
  checkRatio(archive, total, archiveBytes, limits);
}

function checkName(place: string, entry: Entry): void {
  const name = entry.directory ? entry.filename.replace(/\/$/, '') : entry.filename;
  const isUnsafe =
    /[\\\u0000-\u001f\u007f]|^[a-zA-Z]:/.test(name) ||
    name.split('/').some((part) => part === '' || part === '.' || part === '..');
  if (isUnsafe) {
    throw new ZipError('refused', place, 'is a path that leads out of the archive.', PACK_AGAIN);
  }
  if ((entry as { symlink?: boolean }).symlink) {
    throw new ZipError('refused', place, 'is a symbolic link.', PACK_AGAIN);
  }
}

function checkStorage(place: string, archiveBytes: number, entry: Entry): void {
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  if (entry.encrypted) {
    throw new ZipError('refused', place, 'is encrypted.', 'Pack it again without a password.');
  }
  if (method !== STORED && method !== DEFLATED) {
    const problem = `is compressed with method ${method}; only stored and deflated members are read.`;
    throw new ZipError('refused', place, problem, PACK_AGAIN);
  }
  const isPossible =
    compressedSize <= archiveBytes &&
    (method === STORED
      ? uncompressedSize === compressedSize
      : uncompressedSize <= BEST_DEFLATE_RATIO * compressedSize);
  if (!isPossible) {
    const problem = `is damaged: ${compressedSize} stored bytes cannot hold ${uncompressedSize}.`;
    throw new ZipError('damaged', place, problem, TAKE_AGAIN);
  }
}

function checkRatio(place: string, inflated: number, stored: number, limits: ZipLimits): void {
  if (inflated <= limits.inflatedBytes || inflated <= limits.ratio * stored) return;
  const problem =
    `would grow from ${stored} to ${inflated} bytes: more than ${limits.ratio} times and more than ` +
    `${limits.inflatedBytes} bytes, as in a zip bomb. Nothing was unpacked.`;
  throw new ZipError('refused', place, problem, 'If you trust the file, pack it uncompressed.');
}
