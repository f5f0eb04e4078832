export interface WriteZipOptions {
  /** Deflate the members; by default they are stored as they are, as Keras does. */
  readonly compress?: boolean;
}

/** 1 January 1980, 00:00, as MS-DOS wrote it: the same files in, the same bytes out. */
const FIRST_DOS_DATE = (1 << 21) | (1 << 16);

/**
 * Packs members in the order given: no directory entries, no extra fields, no data descriptors, one fixed date.
 * @param members names (UTF-8, `/`-separated) and bytes
 */
export async function writeZip(
  members: Iterable<readonly [name: string, bytes: Uint8Array]>,
  options: WriteZipOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const zipJs = await import('@zip.js/zip.js/lib/zip-core-native.js');
  const writer = new zipJs.ZipWriter(new zipJs.Uint8ArrayWriter(), {
    useWebWorkers: false,
    level: options.compress ? 6 : 0,
    keepOrder: true,
    extendedTimestamp: false,
    dataDescriptor: false,
    msDosCompatible: true,
    lastModDate: new Date(1980, 0, 1),
    rawLastModDate: FIRST_DOS_DATE,
  });
  for (const [name, bytes] of members) await writer.add(name, new zipJs.Uint8ArrayReader(bytes));
  return writer.close();
}
