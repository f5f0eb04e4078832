/** Downloaded files across page loads, in Cache Storage; nothing is kept where the browser has none or refuses it. */
import type { DataFile } from './data-file';
import type { Received } from './receive';

/** The number grows when what is stored under an address changes its meaning. */
const CACHE_NAME = 'slipway-data-v1';

export class FileCache {
  readonly #cache: Cache | undefined;

  private constructor(cache: Cache | undefined) {
    this.#cache = cache;
  }

  static async open(): Promise<FileCache> {
    const storage = (globalThis as { readonly caches?: CacheStorage }).caches;
    const cache = await storage?.open(CACHE_NAME).catch(() => undefined);
    return new FileCache(cache);
  }

  /** A file of the right size, else undefined. */
  async get(address: string, file: DataFile): Promise<Received | undefined> {
    const response = await this.#cache?.match(address).catch(() => undefined);
    if (!response) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length === file.bytes) return { bytes, isPacked: true };
    return bytes.length === file.unpackedBytes ? { bytes, isPacked: false } : undefined;
  }

  /** Keeps a file that has been checked; a full disk is no reason to fail. */
  async put(address: string, { bytes }: Received): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream' };
    await this.#cache?.put(address, new Response(bytes, { headers })).catch(() => undefined);
  }

  async remove(address: string): Promise<void> {
    await this.#cache?.delete(address).catch(() => false);
  }
}
