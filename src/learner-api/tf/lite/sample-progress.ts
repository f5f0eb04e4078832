/** The progress bar of work that goes from sample to sample: how many are done, and how long the rest will take. */
import type { ProgressOutput } from '#protocol';
import { getRuntime } from '../../runtime';

const MILLISECONDS_BETWEEN_UPDATES = 100;

let bars = 0;

export class SampleProgress {
  readonly #id = `samples-${++bars}`;
  readonly #label: string;
  readonly #total: number | undefined;
  readonly #start = performance.now();
  #shown = -Infinity;
  #value = 0;

  /** @param total how many samples there are, where that is known */
  constructor(label: string, total: number | undefined) {
    this.#label = label;
    this.#total = total;
  }

  sampleDone(): void {
    this.#value += 1;
    const now = performance.now();
    if (now - this.#shown < MILLISECONDS_BETWEEN_UPDATES) return;
    this.#shown = now;
    this.#show('running', this.#timeLeft(now));
  }

  /** Nothing is shown where no sample was done. */
  end(state: 'done' | 'failed'): void {
    if (this.#value === 0) return;
    const seconds = (performance.now() - this.#start) / 1000;
    this.#show(state, state === 'done' ? `${seconds.toFixed(1)} s` : '');
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
      label: this.#label,
      value: this.#value,
      total: state === 'done' ? this.#value : this.#total,
      detail,
      unit: 'count',
      state,
    });
  }
}
