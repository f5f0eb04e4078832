/** Tells the kernel for how long it may have to wait for an answer to Stop: a few batches as they were measured. */
import { getRuntime } from '../../runtime';

/** Before the first batch shaders are compiled and modules loaded; longer than this nobody is made to wait for it. */
const AT_START = 4_000;
const AT_LEAST = 1_000;
const BATCHES = 4;

export class Patience {
  readonly #start: string;
  readonly #batch: string;
  #told = 0;
  #last = 0;
  #slowest: number | undefined;

  /** @param what the function that works: `fit` */
  constructor(what: string) {
    this.#start = `the start of ${what}`;
    this.#batch = `the current batch of ${what}`;
    this.#tell(AT_START);
  }

  /** Starts measuring; what was before does not count. */
  start(): void {
    this.#last = performance.now();
  }

  /** A batch is done. */
  batchDone(): void {
    const isFirst = this.#slowest === undefined;
    const now = performance.now();
    this.#slowest = Math.max(0.9 * (this.#slowest ?? 0), now - this.#last);
    this.#last = now;
    const wanted = Math.max(AT_LEAST, BATCHES * this.#slowest);
    if (isFirst || wanted > this.#told || wanted < this.#told / 2) this.#tell(Math.ceil(wanted));
    if (isFirst) getRuntime().busy(this.#start, 0);
  }

  /** The work is over. */
  end(): void {
    this.#tell(0);
  }

  #tell(milliseconds: number): void {
    this.#told = milliseconds;
    getRuntime().busy(this.#slowest === undefined ? this.#start : this.#batch, milliseconds);
  }
}
