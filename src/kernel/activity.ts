/**
 * Work of the learner API that ends by itself soon after a stop: a batch of `fit`, the reading back of weights. Several
 * pieces may go on at once.
 */
export class Activity {
  readonly #patience = new Map<string, number>();
  readonly #onChange: (what: string, patience: number) => void;
  #waiting: (() => void)[] = [];

  /** @param onChange told the longest-lasting piece whenever that changes; patience 0 = nothing goes on */
  constructor(onChange: (what: string, patience: number) => void) {
    this.#onChange = onChange;
  }

  /**
   * @param what names the work; '' stands for all of it
   * @param patience milliseconds that the work takes to end after a stop; 0 = it is over
   */
  set(what: string, patience: number): void {
    const [before, patienceBefore] = this.#longest();
    if (patience > 0) this.#patience.set(what, patience);
    else if (what === '') this.#patience.clear();
    else this.#patience.delete(what);
    const [now, patienceNow] = this.#longest();
    if (now !== before || patienceNow !== patienceBefore) this.#onChange(now, patienceNow);
    if (this.isIdle) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  get isIdle(): boolean {
    return this.#patience.size === 0;
  }

  /** Resolves when nothing goes on. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #longest(): [what: string, patience: number] {
    return [...this.#patience].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  }
}
