/**
 * The files of the app in one cache of the browser, those of several builds beside each other. An immutable file is kept
 * under its own address, any other under an address with its revision, so that builds share what did not change.
 */
import { isLoadedHere } from './variants';
import type { PrecacheFile, PrecacheManifest } from './manifest';

const MARK = '.slipway-offline-complete';

export class AppCache {
  readonly #scope: string;
  readonly #build: string;
  readonly #caches: CacheStorage;
  readonly #byUrl: ReadonlyMap<string, PrecacheFile>;
  /** Those that this browser may ask for. */
  readonly files: readonly PrecacheFile[];
  readonly totalBytes: number;
  #isComplete = false;

  /** @param scope the app's address, with its last slash */
  constructor(manifest: PrecacheManifest, scope: string, caches: CacheStorage) {
    this.#scope = scope;
    this.#build = manifest.build;
    this.#caches = caches;
    this.#byUrl = new Map(manifest.files.map((file) => [this.urlOf(file), file]));
    this.files = manifest.files.filter(({ url }) => isLoadedHere(url));
    this.totalBytes = this.files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The file of this build at an absolute address. */
  fileAt(url: string): PrecacheFile | undefined {
    return this.#byUrl.get(url);
  }

  urlOf(file: PrecacheFile): string {
    return new URL(file.url, this.#scope).href;
  }

  async match(file: PrecacheFile): Promise<Response | undefined> {
    return (await this.#open()).match(this.#keyOf(file));
  }

  /** A file of any build that lies under its own address. */
  async matchUrl(url: string): Promise<Response | undefined> {
    return (await this.#open()).match(url);
  }

  /** @throws QuotaExceededError */
  async put(file: PrecacheFile, response: Response): Promise<void> {
    await (await this.#open()).put(this.#keyOf(file), response);
  }

  async missing(): Promise<PrecacheFile[]> {
    const cached = await this.#keys();
    return this.files.filter((file) => !cached.has(this.#keyOf(file)));
  }

  /** Whether every file of this build is there. */
  async isComplete(): Promise<boolean> {
    this.#isComplete ||= (await this.matchUrl(this.#markOf(this.#build))) !== undefined;
    return this.#isComplete;
  }

  async markComplete(): Promise<void> {
    await (await this.#open()).put(this.#markOf(this.#build), new Response());
    this.#isComplete = true;
  }

  /** Whether another build is there with every file. */
  async hasOtherBuild(): Promise<boolean> {
    const own = this.#markOf(this.#build);
    for (const key of await this.#keys()) {
      if (key.startsWith(this.#markOf('')) && key !== own) return true;
    }
    return false;
  }

  /** Removes all that is not of this build. */
  async removeOtherBuilds(): Promise<void> {
    const cache = await this.#open();
    const wanted = new Set([
      ...this.files.map((file) => this.#keyOf(file)),
      this.#markOf(this.#build),
    ]);
    for (const key of await this.#keys()) if (!wanted.has(key)) await cache.delete(key);
  }

  async #keys(): Promise<ReadonlySet<string>> {
    return new Set((await (await this.#open()).keys()).map(({ url }) => url));
  }

  /** Caches belong to the origin, on which several copies of the app may live. */
  #open(): Promise<Cache> {
    return this.#caches.open(`slipway-app ${this.#scope}`);
  }

  #keyOf(file: PrecacheFile): string {
    const url = this.urlOf(file);
    return file.isImmutable ? url : `${url}?revision=${file.revision}`;
  }

  #markOf(build: string): string {
    return new URL(`${MARK}?build=${build}`, this.#scope).href;
  }
}
