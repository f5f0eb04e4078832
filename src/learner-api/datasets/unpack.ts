/** Proves that a received file is the right one, and unpacks it. */
import type { DataFile } from './data-file';
import { corrupted, messageOf } from './errors';
import type { Received } from './receive';

/**
 * The IDX file. Its SHA-256 is checked wherever the browser offers one (in a secure context); the size, and gzip's own
 * checksum, always.
 *
 * @throws ValueError that names the file
 */
export async function unpack(
  { bytes, isPacked }: Received,
  file: DataFile,
): Promise<Uint8Array<ArrayBuffer>> {
  await verify(bytes, isPacked ? file.sha256 : file.unpackedSha256, file.name);
  return isPacked ? gunzip(bytes, file) : bytes;
}

async function verify(bytes: Uint8Array<ArrayBuffer>, sha256: string, name: string): Promise<void> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;
  if (!subtle) return;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  const actual = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (actual !== sha256) throw corrupted(name, `its SHA-256 is ${actual}, not ${sha256}.`);
}

async function gunzip(
  packed: Uint8Array<ArrayBuffer>,
  file: DataFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const out = new Uint8Array(file.unpackedBytes);
  let filled = 0;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    for (const reader = stream.getReader(); ;) {
      const { value, done } = await reader.read();
      if (done) break;
      out.set(value, filled);
      filled += value.length;
    }
  } catch (error) {
    throw corrupted(file.name, `it cannot be unpacked: ${messageOf(error)}`, error);
  }
  if (filled !== out.length) throw corrupted(file.name, `it holds ${filled} bytes.`);
  return out;
}
