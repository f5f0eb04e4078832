/**
 * When things are written to the store: what changes answers at once, what is only looked at after a while. Where
 * writing fails, serving goes on; it is then only not remembered.
 */
import type { Clock } from '#serving';
import type { Store, Stored } from './store';
import type { StoredState } from './stored';

export type Note = 'logs' | 'requests';

export interface KeeperOptions {
  readonly store: Store;
  readonly clock: Clock;
  state(): StoredState;
  logs(): Stored['logs'];
  requests(): Stored['requests'];
  /** Something could not be written, after all could be until then. */
  failed(error: unknown): void;
  /** All that could not be written is written now. */
  recovered(): void;
}

/** Milliseconds for which what is only looked at may lie unwritten. */
const PATIENCE: Readonly<Record<Note, number>> = { logs: 250, requests: 5000 };

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #notes = new Set<Note>();
  #saving: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  /** For each time at which something is to be written, the way to call it off. */
  readonly #timers = new Map<Note, () => void>();
  #flushed: Promise<void> = Promise.resolve();
  #tell: (() => void) | undefined;
  /** What could not be written when it was last tried. */
  readonly #lost = new Set<Note | 'state'>();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the state as it is now, or newer, is written, and with it what containers have said. Calls during one
   * write share the next.
   */
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
    if (!this.#tell) this.#flushed = new Promise((resolve) => (this.#tell = resolve));
    this.#notes.add(what);
    if (this.#timers.has(what)) return;
    this.#timers.set(
      what,
      this.#options.clock.after(PATIENCE[what], () => void this.flush()),
    );
  }

  /** Writes everything now. */
  async flush(): Promise<void> {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    const tell = this.#tell;
    this.#tell = undefined;
    const { store, requests } = this.#options;
    if (this.#notes.delete('requests'))
      await this.#attempt('requests', () => store.saveRequests(requests()));
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
    const { store, state, logs } = this.#options;
    if (this.#notes.delete('logs')) await this.#attempt('logs', () => store.saveLogs(logs()));
    await this.#attempt('state', () => store.saveState(state()));
    this.#saving = undefined;
  }

  /** What fails is tried again with whatever is written next. */
  async #attempt(what: Note | 'state', write: () => Promise<void>): Promise<void> {
    try {
      await write();
      if (this.#lost.delete(what) && this.#lost.size === 0) this.#options.recovered();
    } catch (error) {
      if (what !== 'state') this.#notes.add(what);
      if (this.#lost.size === 0) this.#options.failed(error);
      this.#lost.add(what);
    }
  }
}
