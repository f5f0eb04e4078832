/** Entries as they are read: their keys must rise, and must not fill the memory. */
import type { TableEntry } from './schema';

/** Few bytes can claim many long keys, each the last one's and a letter. A checkpoint of a model has a few hundred. */
const MAX_KEY_MEMORY = 48 * 2 ** 20;
const ENTRY_OVERHEAD = 300;

/** Keys stand in messages; those of TensorFlow are paths of names. */
const MAX_KEY_BYTES = 10_000;

export class EntryList {
  readonly entries: TableEntry[] = [];
  #memory = 0;

  /** @returns what is wrong with the entry, if anything is; it is then left out */
  add(entry: TableEntry): string | undefined {
    const last = this.entries.at(-1)?.key;
    if (last && compareBytes(last, entry.key) >= 0) return 'has a key out of order';
    if (entry.key.length > MAX_KEY_BYTES) {
      return `has a key of ${entry.key.length} bytes, over the ${MAX_KEY_BYTES} that are read here`;
    }
    this.#memory += entry.key.length + ENTRY_OVERHEAD;
    if (this.#memory > MAX_KEY_MEMORY) {
      return `is one of too many: their keys would take over ${MAX_KEY_MEMORY / 2 ** 20} MB of memory`;
    }
    this.entries.push(entry);
    return undefined;
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
