/** The progress bar of calibration: samples so far, and how long it will take. */
import type { ProgressOutput } from '#protocol';
import { getRuntime } from '../../runtime';

const MILLISECONDS_BETWEEN_UPDATES = 100;

let bars = 0;

export class CalibrationProgress {
  readonly #id = `calibration-${++bars}`;
  readonly #total: number | undefined;
  readonly #start = performance.now();
  #shown = -Infinity;
  #value = 0;

  /** @param total how many samples there are, where that is known */
  constructor(total: number | undefined) {
    this.#total = total;
  }

  update(value: number): void {
    this.#value = value;
    const now = performance.now();
    if (now - this.#shown < MILLISECONDS_BETWEEN_UPDATES) return;
    this.#shown = now;
    this.#show('running', this.#timeLeft(now));
  }

  done(value: number): void {
    this.#value = value;
    const seconds = (performance.now() - this.#start) / 1000;
    this.#show('done', `${seconds.toFixed(1)} s`);
  }

  /** Only what was shown can fail. */
  fail(): void {
    if (this.#shown > 0) this.#show('failed', '');
  }

  #timeLeft(now: number): string {
    if (this.#total === undefined) return '';
    const left = ((now - this.#start) / this.#value) * (this.#total - this.#value);
    return `${Math.ceil(left / 1000)} s left`;
  }

  #show(state: ProgressOutput['state'], detail: string): void {
    getRuntime().emit({
      kind: 'progress',
      id: this.#id,
      label: 'Calibrating',
      value: this.#value,
      total: state === 'done' ? this.#value : this.#total,
      detail,
      unit: 'count',
      state,
    });
  }
}
