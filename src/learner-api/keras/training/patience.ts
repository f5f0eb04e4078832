/** Tells the kernel for how long it may have to wait for an answer to Stop: a few batches as they were measured. */
import { getRuntime } from '../../runtime';

/** Before the first batch shaders are compiled and modules loaded. */
const AT_START = 8_000;
const AT_LEAST = 1_000;
const BATCHES = 4;

export class Patience {
  readonly #what: string;
  #told = 0;
  #last = 0;
  #slowest = 0;

  constructor(what: string) {
    this.#what = what;
    this.#tell(AT_START);
  }

  /** Starts measuring; what was before does not count. */
  start(): void {
    this.#last = performance.now();
  }

  /** A batch is done. */
  batchDone(): void {
    const now = performance.now();
    this.#slowest = Math.max(0.9 * this.#slowest, now - this.#last);
    this.#last = now;
    const wanted = Math.max(AT_LEAST, BATCHES * this.#slowest);
    if (wanted > this.#told || wanted < this.#told / 2) this.#tell(Math.ceil(wanted));
  }

  /** The work is over. */
  end(): void {
    this.#tell(0);
  }

  #tell(milliseconds: number): void {
    this.#told = milliseconds;
    getRuntime().busy(this.#what, milliseconds);
  }
}
