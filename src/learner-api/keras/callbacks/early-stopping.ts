/** Ends training when a value has stopped getting better (keras/src/callbacks/early_stopping.py). */
import type { NDArray } from '#tensor';
import { checkOptions, firstOption } from '../../python/options';
import { printLine, warn } from '../../output';
import type { Logs } from './callback';
import { MonitorCallback, type MonitorMode } from './monitor';

export interface EarlyStoppingOptions {
  /** Default: "val_loss". */
  monitor?: string;
  min_delta?: number;
  /** Epochs without improvement after which training ends. Default: 0. */
  patience?: number;
  verbose?: 0 | 1;
  mode?: MonitorMode;
  baseline?: number | null;
  /** Go back to the weights of the best epoch at the end. Default: false. */
  restore_best_weights?: boolean;
  start_from_epoch?: number;
}

const DEFAULTS = {
  monitor: 'val_loss',
  min_delta: 0,
  patience: 0,
  verbose: 0,
  mode: 'auto',
  baseline: null,
  restore_best_weights: false,
  start_from_epoch: 0,
} satisfies EarlyStoppingOptions;

export class EarlyStopping extends MonitorCallback {
  readonly #options: Required<EarlyStoppingOptions>;
  wait = 0;
  stopped_epoch = 0;
  best: number | null = null;
  best_epoch = 0;
  best_weights: NDArray[] | null = null;

  /** @param monitor the value to watch, or all options */
  constructor(monitor: string | EarlyStoppingOptions = {}, options: EarlyStoppingOptions = {}) {
    const given = firstOption('EarlyStopping.__init__', 'monitor', monitor, options);
    checkOptions('EarlyStopping.__init__', given, Object.keys(DEFAULTS));
    const all: Required<EarlyStoppingOptions> = { ...DEFAULTS, ...given };
    super(all.monitor, all.mode, all.min_delta);
    this.#options = all;
  }

  override on_train_begin(): void {
    this.wait = 0;
    this.stopped_epoch = 0;
    this.best = null;
    this.best_epoch = 0;
    this.best_weights = null;
  }

  override on_epoch_end(epoch: number, logs: Logs = {}): void {
    this.prepare();
    const { restore_best_weights, start_from_epoch, baseline, patience } = this.#options;
    const current = this.#value(logs);
    if (current === undefined || epoch < start_from_epoch) return;
    if (restore_best_weights && this.best_weights === null) this.#keep(epoch);
    this.wait += 1;
    if (this.isImprovement(current, this.best)) {
      this.best = current;
      this.#keep(epoch);
      if (baseline === null || this.isImprovement(current, baseline)) this.wait = 0;
      return;
    }
    if (this.wait >= patience && epoch > 0) {
      this.stopped_epoch = epoch;
      this.model.stop_training = true;
    }
  }

  override on_train_end(): void {
    const { verbose } = this.#options;
    if (this.stopped_epoch > 0 && verbose > 0) {
      printLine(`Epoch ${this.stopped_epoch + 1}: early stopping`);
    }
    if (this.best_weights === null) return;
    if (verbose > 0) {
      const best = this.best_epoch + 1;
      printLine(`Restoring model weights from the end of the best epoch: ${best}.`);
    }
    this.model.set_weights(this.best_weights);
  }

  #keep(epoch: number): void {
    this.best_epoch = epoch;
    if (this.#options.restore_best_weights) this.best_weights = this.model.get_weights();
  }

  #value(logs: Logs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined) {
      warn(
        `Early stopping conditioned on metric \`${this.monitor}\` which is not available. ` +
          `Available metrics are: ${Object.keys(logs).join(',')}`,
      );
    }
    return value;
  }
}
