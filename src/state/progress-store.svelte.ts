import { readJson, type TextStorage } from './storage';

export type LessonProgress = 'new' | 'begun' | 'done';

interface ProgressRecord {
  /** Ids of cells that have run without an error. */
  readonly ran: readonly string[];
  /** Number of cells in the lesson. */
  readonly of: number;
}

/** How far the learner has come in each lesson, kept in the browser. */
export class ProgressStore {
  readonly #storage: TextStorage;
  #records = $state.raw<Readonly<Record<string, ProgressRecord>>>({});

  /** @param slugs of all lessons */
  constructor(storage: TextStorage, slugs: readonly string[]) {
    this.#storage = storage;
    for (const slug of slugs) {
      const record = readJson(storage, `progress:${slug}`);
      if (isRecord(record)) this.#records = { ...this.#records, [slug]: record };
    }
  }

  of(slug: string): LessonProgress {
    const record = this.#records[slug];
    if (!record) return 'new';
    return record.ran.length >= record.of ? 'done' : 'begun';
  }

  /** @param cellIds all cells of the lesson; those that are gone are forgotten */
  note(slug: string, cellId: string, cellIds: readonly string[]): void {
    const ran = [...(this.#records[slug]?.ran ?? []), cellId];
    const record = { ran: cellIds.filter((id) => ran.includes(id)), of: cellIds.length };
    this.#records = { ...this.#records, [slug]: record };
    this.#storage.set(`progress:${slug}`, JSON.stringify(record));
  }
}

function isRecord(value: unknown): value is ProgressRecord {
  const record = value as Partial<ProgressRecord> | null | undefined;
  return Array.isArray(record?.ran) && typeof record.of === 'number';
}
