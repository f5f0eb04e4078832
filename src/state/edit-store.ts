/** The learner's edits of cells, kept with a hash of the author's text they started from. */
import { readJson, type TextStorage } from './storage';

export interface StoredEdit {
  readonly code: string;
  /** The author has changed the cell's text since this edit was made. */
  readonly authorChanged: boolean;
}

export class EditStore {
  readonly #storage: TextStorage;
  readonly #lesson: string;

  /** @param lesson slug */
  constructor(storage: TextStorage, lesson: string) {
    this.#storage = storage;
    this.#lesson = lesson;
  }

  /** The edit of a cell, if there is one that differs from the author's text. */
  load(cellId: string, authorCode: string): StoredEdit | undefined {
    const record = readJson(this.#storage, this.#key(cellId));
    if (!isRecord(record) || record.code === authorCode) return undefined;
    return { code: record.code, authorChanged: record.base !== hashText(authorCode) };
  }

  /** Keeps the text; the author's own text is not kept but forgotten. */
  save(cellId: string, code: string, authorCode: string): void {
    if (code === authorCode) this.#storage.remove(this.#key(cellId));
    else {
      const record = { code, base: hashText(authorCode) };
      this.#storage.set(this.#key(cellId), JSON.stringify(record));
    }
  }

  #key(cellId: string): string {
    return `edit:${this.#lesson}/${cellId}`;
  }
}

interface EditRecord {
  readonly code: string;
  /** Hash of the author's text. */
  readonly base: string;
}

function isRecord(value: unknown): value is EditRecord {
  const record = value as Partial<EditRecord> | null | undefined;
  return typeof record?.code === 'string' && typeof record.base === 'string';
}

/** 32-bit FNV-1a over UTF-16 code units, in hexadecimal: enough to see that a text is another one. */
export function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
