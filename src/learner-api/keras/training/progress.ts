/** The progress line of `fit`, `evaluate` and `predict` (keras/src/callbacks/progbar_logger.py). */
import { PyTypeError } from '#errors';
import { printLine, writeOut } from '../../output';
import { Progbar, type Logs } from '../utils/progbar';
import type { Verbose } from './types';

/** Reading the device for the numbers makes it wait, so behind a line's first ones they are not newer than this. */
const MILLISECONDS_BETWEEN_READINGS = 200;

/** @throws PyTypeError for anything but 0, 1, 2 and "auto" */
export function verbosity(verbose: Verbose | boolean | undefined): 0 | 1 | 2 {
  if (verbose === undefined || verbose === 'auto' || verbose === true) return 1;
  if (verbose === false) return 0;
  if (verbose === 0 || verbose === 1 || verbose === 2) return verbose;
  throw new PyTypeError(`verbose must be 0, 1, 2 or "auto", got ${String(verbose)}.`);
}

export class Progress {
  readonly #verbose: 0 | 1 | 2;
  #bar: Progbar | undefined;
  #steps = 0;
  #lastReading = 0;

  constructor(verbose: 0 | 1 | 2) {
    this.#verbose = verbose;
  }

  /** Starts a line. @param title printed above it, for example `Epoch 1/3` */
  start(steps: number, title?: string): void {
    this.#steps = steps;
    this.#bar = new Progbar({ target: steps, verbose: this.#verbose, write: writeOut });
    this.#lastReading = -Infinity;
    if (title && this.#verbose) printLine(title);
  }

  /** Whether numbers read now would be shown. */
  wantsNumbers(): boolean {
    if (this.#verbose !== 1) return false;
    return performance.now() - this.#lastReading >= MILLISECONDS_BETWEEN_READINGS;
  }

  /** @param logs new numbers, where they were read */
  update(done: number, logs?: Logs): void {
    if (this.#verbose !== 1) return;
    if (logs) this.#lastReading = performance.now();
    this.#bar?.update(done, logs);
  }

  /** Ends the line. */
  finish(logs: Logs = {}): void {
    this.#bar?.update(this.#steps, logs, true);
  }

  /** Ends the line before its time. @param done steps, which may be many more than were drawn last */
  breakOff(done: number): void {
    if (this.#verbose === 1) this.#bar?.update(done, {}, true);
  }
}
