/**
 * When things are written to the store: what changes answers at once, what is only looked at after a while. Where
 * writing fails, serving goes on; it is then only not remembered.
 */
import type { Clock } from '#serving';
import type { Store, Stored, StoredState } from './store';

export type Note = 'logs' | 'requests';

export interface KeeperOptions {
  readonly store: Store;
  readonly clock: Clock;
  state(): StoredState;
  logs(): Stored['logs'];
  requests(): Stored['requests'];
  failed(error: unknown): void;
}

/** Milliseconds for which what is only looked at may lie unwritten. */
const PATIENCE = 2000;

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #notes = new Set<Note>();
  #saving: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #flushed: Promise<void> = Promise.resolve();
  #tell: (() => void) | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Resolves when the state as it is now, or newer, is written. Calls during one write share the next. */
  save(): Promise<void> {
    if (!this.#saving) return (this.#saving = this.#write());
    this.#next ??= this.#saving.then(() => {
      this.#next = undefined;
      return (this.#saving = this.#write());
    });
    return this.#next;
  }

  /** There is something to be written before long. */
  note(what: Note): void {
    this.#notes.add(what);
    if (this.#cancel) return;
    this.#flushed = new Promise((resolve) => (this.#tell = resolve));
    this.#cancel = this.#options.clock.after(PATIENCE, () => void this.flush());
  }

  /** Writes everything now. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const tell = this.#tell;
    const { store, logs, requests } = this.#options;
    const notes = new Set(this.#notes);
    this.#notes.clear();
    if (notes.has('logs')) await this.#attempt(() => store.saveLogs(logs()));
    if (notes.has('requests')) await this.#attempt(() => store.saveRequests(requests()));
    await this.save();
    tell?.();
  }

  /** Resolves when nothing waits to be written. */
  async settled(): Promise<void> {
    await this.#flushed;
    await this.#next;
    await this.#saving;
  }

  async #write(): Promise<void> {
    // Changes of one moment are written once.
    await Promise.resolve();
    await this.#attempt(() => this.#options.store.saveState(this.#options.state()));
    this.#saving = undefined;
  }

  async #attempt(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#options.failed(error);
    }
  }
}
