/** The progress bar of a debugger's run. */
import type { ProgressOutput } from '#protocol';
import { getRuntime } from '../../../runtime';

const MILLISECONDS_BETWEEN_UPDATES = 100;

let bars = 0;

export class DebugProgress {
  readonly #id = `quantization-debugger-${++bars}`;
  readonly #total: number | undefined;
  #value = 0;
  #shown = -Infinity;

  /** @param total how many samples there are, where that is known */
  constructor(total: number | undefined) {
    this.#total = total;
  }

  sampleDone(): void {
    this.#value++;
    const now = performance.now();
    if (now - this.#shown < MILLISECONDS_BETWEEN_UPDATES) return;
    this.#shown = now;
    this.#show('running');
  }

  end(state: 'done' | 'failed'): void {
    if (this.#value > 0) this.#show(state);
  }

  #show(state: ProgressOutput['state']): void {
    getRuntime().emit({
      kind: 'progress',
      id: this.#id,
      label: 'Comparing float and quantized',
      value: this.#value,
      total: state === 'done' ? this.#value : this.#total,
      detail: '',
      unit: 'count',
      state,
    });
  }
}
