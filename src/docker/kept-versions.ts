/** Copies of the files that one container's loaded versions were read from. */
import type { ModelFiles } from '#executor';
import type { KeptFiles, ServerFiles } from '#serving';
import type { Store } from './store';
import type { LoadedVersions } from './stored';

export interface KeptVersionsOptions {
  readonly store: Store;
  /** Of this container alone. */
  readonly directory: string;
  /** The container's own files, for versions that could not be copied. */
  readonly files: ServerFiles;
  readonly loaded: LoadedVersions;
  /** There was no room for a copy. */
  readonly failed: (error: unknown) => void;
  /** Resolves when what is remembered of containers is written as it is now, if it can be. */
  readonly written: () => Promise<void>;
}

export class KeptVersions implements KeptFiles {
  readonly #options: KeptVersionsOptions;
  readonly #loaded: Map<string, string | null>;
  #last: number;

  constructor(options: KeptVersionsOptions) {
    this.#options = options;
    this.#loaded = new Map(Object.entries(options.loaded));
    const numbers = this.#directories().map((name) => Number(name.split('/').at(-1)));
    this.#last = Math.max(0, ...numbers);
  }

  get loaded(): LoadedVersions {
    return Object.fromEntries(this.#loaded);
  }

  async keep(key: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const { store, directory, failed } = this.#options;
    const place = `${directory}/${++this.#last}`;
    try {
      await store.keep(place, files);
      this.#loaded.set(key, place);
    } catch (error) {
      this.#loaded.set(key, null);
      failed(error);
    }
  }

  open(key: string, path: string): ModelFiles {
    const { store, files } = this.#options;
    const place = this.#loaded.get(key);
    if (typeof place === 'string') return store.open(place, path);
    return { path, read: (file) => files.read(`${path}/${file}`) };
  }

  /** Only when nothing that is written down leads to it any more. */
  async drop(key: string): Promise<void> {
    const { store, written } = this.#options;
    const place = this.#loaded.get(key);
    this.#loaded.delete(key);
    if (typeof place !== 'string') return;
    await written();
    await store.drop(place);
  }

  /** Drops the copies of all other versions. */
  async keepOnly(keys: readonly string[]): Promise<void> {
    const others = [...this.#loaded.keys()].filter((key) => !keys.includes(key));
    await Promise.all(others.map((key) => this.drop(key)));
  }

  #directories(): string[] {
    return [...this.#loaded.values()].filter((place) => place !== null);
  }
}
