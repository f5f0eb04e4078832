export interface WriteZipOptions {
  /** Deflate the members, all or those that it says; by default they are stored as they are, as Keras does. */
  readonly compress?: boolean | ((name: string) => boolean);
  /** When a member was changed last; by default 1 January 1980. */
  readonly modified?: (name: string) => Date;
}

/** 1 January 1980, 00:00, as MS-DOS wrote it, whatever the time zone: the same files in, the same bytes out. */
const FIRST_DOS_DATE = (1 << 21) | (1 << 16);

/**
 * Packs members in the order given: no extra fields, no data descriptors.
 * @param members names (UTF-8, `/`-separated; one that ends with `/` is an empty directory) and bytes
 */
export async function writeZip(
  members: Iterable<readonly [name: string, bytes: Uint8Array]>,
  options: WriteZipOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const zipJs = await import('@zip.js/zip.js/lib/zip-core-native.js');
  const { compress = false, modified } = options;
  const writer = new zipJs.ZipWriter(new zipJs.Uint8ArrayWriter(), {
    useWebWorkers: false,
    keepOrder: true,
    extendedTimestamp: false,
    dataDescriptor: false,
    msDosCompatible: true,
  });
  for (const [name, bytes] of members) {
    const isDeflated = typeof compress === 'function' ? compress(name) : compress;
    await writer.add(name, new zipJs.Uint8ArrayReader(bytes), {
      level: isDeflated ? 6 : 0,
      ...(modified
        ? { lastModDate: modified(name) }
        : { lastModDate: new Date(1980, 0, 1), rawLastModDate: FIRST_DOS_DATE }),
    });
  }
  return writer.close();
}
