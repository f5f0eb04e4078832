/** One progress bar below the running cell, updated at most ten times a second. */
import type { CellOutput, ProgressOutput } from '#protocol';

/** Milliseconds between two updates. */
const INTERVAL = 100;

let bars = 0;

export class ProgressBar {
  readonly #emit: (output: CellOutput) => void;
  readonly #id = `data-${++bars}`;
  readonly #label: string;
  readonly #unit: ProgressOutput['unit'];
  #value = 0;
  #total: number;
  #shown = -Infinity;

  constructor(
    emit: (output: CellOutput) => void,
    label: string,
    unit: ProgressOutput['unit'],
    total: number,
  ) {
    this.#emit = emit;
    this.#label = label;
    this.#unit = unit;
    this.#total = total;
    this.#show('running', '');
  }

  update(value: number, total: number, detail = ''): void {
    this.#value = value;
    this.#total = total;
    if (performance.now() - this.#shown >= INTERVAL) this.#show('running', detail);
  }

  done(detail = ''): void {
    this.#value = this.#total;
    this.#show('done', detail);
  }

  fail(): void {
    this.#show('failed', '');
  }

  #show(state: ProgressOutput['state'], detail: string): void {
    this.#shown = performance.now();
    this.#emit({
      kind: 'progress',
      id: this.#id,
      label: this.#label,
      value: this.#value,
      total: this.#total,
      detail,
      unit: this.#unit,
      state,
    });
  }
}
