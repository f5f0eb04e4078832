/** Small texts kept in the browser: `localStorage`, or memory where that is refused (some frames and private modes). */
export interface TextStorage {
  /** `memory`: gone after a reload; the page says so. */
  readonly kind: 'browser' | 'memory';
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

const PREFIX = 'slipway:';

/** @param open gives the browser's storage; may throw, as reading `localStorage` does where it is refused */
export function openStorage(open: () => Storage): TextStorage {
  try {
    const storage = open();
    const probe = `${PREFIX}probe`;
    storage.setItem(probe, '1');
    storage.removeItem(probe);
    return new BrowserStorage(storage);
  } catch {
    return new MemoryStorage();
  }
}

/** Falls back to memory for what the browser will not take any more. */
class BrowserStorage implements TextStorage {
  readonly kind = 'browser';
  readonly #storage: Storage;
  readonly #overflow = new Map<string, string>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get(key: string): string | undefined {
    return this.#overflow.get(key) ?? this.#storage.getItem(PREFIX + key) ?? undefined;
  }

  set(key: string, value: string): void {
    try {
      this.#storage.setItem(PREFIX + key, value);
      this.#overflow.delete(key);
    } catch {
      this.#overflow.set(key, value);
    }
  }

  remove(key: string): void {
    this.#overflow.delete(key);
    this.#storage.removeItem(PREFIX + key);
  }
}

export class MemoryStorage implements TextStorage {
  readonly kind = 'memory';
  readonly #texts = new Map<string, string>();

  get(key: string): string | undefined {
    return this.#texts.get(key);
  }

  set(key: string, value: string): void {
    this.#texts.set(key, value);
  }

  remove(key: string): void {
    this.#texts.delete(key);
  }
}

/** Parses what was stored; undefined for nothing and for what is not JSON any more. */
export function readJson(storage: TextStorage, key: string): unknown {
  const text = storage.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
