/** Milliseconds in which a stopped cell must end unless the kernel has asked for more. */
export const GRACE = 200;

/**
 * The wait between a stop and the end of the run. Work that announced itself as busy gets the time it asked for, a
 * loop that answers nothing gets `GRACE`.
 */
export class Patience {
  readonly outcome: Promise<'gentle' | 'killed'>;
  readonly #kill: () => void;
  #settle!: (outcome: 'gentle' | 'killed') => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  /**
   * @param asked milliseconds that the kernel asked for, 0 if it is not busy
   * @param kill ends the worker
   */
  constructor(asked: number, kill: () => void) {
    this.#kill = kill;
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    this.extend(asked);
  }

  /** The kernel said how long its work takes from now on. */
  extend(asked: number): void {
    if (this.#over) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.giveUp(), Math.max(GRACE, asked));
  }

  /** The run ended by itself. */
  end(): void {
    this.#finish('gentle');
  }

  /** Waits no longer. */
  giveUp(): void {
    if (this.#finish('killed')) this.#kill();
  }

  #finish(outcome: 'gentle' | 'killed'): boolean {
    if (this.#over) return false;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#settle(outcome);
    return true;
  }
}
