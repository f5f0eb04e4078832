/** The progress bar of a runtime that takes its time to load. */
import type { RuntimeId } from '#interpreter';
import type { ProgressOutput } from '#protocol';
import { getRuntime } from '../../../runtime';

/** Milliseconds before anything is shown. */
const PATIENCE = 300;
const BETWEEN_UPDATES = 100;
const NAMES: Record<RuntimeId, string> = {
  tflite: 'the TFLite runtime',
  litert: 'LiteRT',
  slipway: "Slipway's kernels",
  reference: 'the reference interpreter',
};

let bars = 0;

export class LoadingBar {
  readonly #id = `runtime-${++bars}`;
  readonly #label: string;
  readonly #timer = setTimeout(() => this.#show('running'), PATIENCE);
  #value = 0;
  #total: number | undefined;
  /** When it was shown last. */
  #shown: number | undefined;

  constructor(runtime: RuntimeId) {
    this.#label = `Loading ${NAMES[runtime]}`;
  }

  readonly update = (received: number, total: number | undefined): void => {
    this.#value = received;
    this.#total = total;
    if (this.#shown === undefined || performance.now() - this.#shown < BETWEEN_UPDATES) return;
    this.#show('running');
  };

  /** Nothing is shown of what did not take long. */
  end(state: 'done' | 'failed'): void {
    clearTimeout(this.#timer);
    if (this.#shown !== undefined) this.#show(state);
  }

  #show(state: ProgressOutput['state']): void {
    this.#shown = performance.now();
    getRuntime().emit({
      kind: 'progress',
      id: this.#id,
      label: this.#label,
      value: this.#value,
      total: state === 'done' ? this.#value : this.#total,
      detail: '',
      unit: 'bytes',
      state,
    });
  }
}
