/** Callbacks that change the learning rate (keras/src/callbacks/learning_rate_scheduler.py, reduce_lr_on_plateau.py). */
import { ValueError } from '#errors';
import { checkOptions, firstOption } from '../../python/options';
import { printLine, warn } from '../../output';
import { repr } from '../../python/repr';
import { Callback, type Logs } from './callback';
import { MonitorCallback, type MonitorMode } from './monitor';

export interface LearningRateSchedulerOptions {
  verbose?: 0 | 1;
}

/** Sets the rate at the start of each epoch. */
export class LearningRateScheduler extends Callback {
  readonly #schedule: (epoch: number, rate: number) => number;
  readonly #verbose: number;

  /** @param schedule gets the epoch (from 0) and the rate so far, returns the new rate */
  constructor(
    schedule: (epoch: number, rate: number) => number,
    options: LearningRateSchedulerOptions = {},
  ) {
    checkOptions('LearningRateScheduler.__init__', options, ['verbose']);
    super();
    this.#schedule = schedule;
    this.#verbose = options.verbose ?? 0;
  }

  override on_epoch_begin(epoch: number): void {
    const { optimizer } = this.model;
    const rate = this.#schedule(epoch, optimizer!.learning_rate);
    if (typeof rate !== 'number') {
      throw new ValueError(
        `The output of the \`schedule\` function should be a float. Got: ${repr(rate)}`,
      );
    }
    optimizer!.learning_rate = rate;
    if (this.#verbose > 0) {
      printLine(`\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${rate}.`);
    }
  }

  override on_epoch_end(_epoch: number, logs: Logs = {}): void {
    logs['learning_rate'] = this.model.optimizer!.learning_rate;
  }
}

export interface ReduceLROnPlateauOptions {
  monitor?: string;
  /** New rate = rate × factor. Default: 0.1. */
  factor?: number;
  /** Epochs without improvement. Default: 10. */
  patience?: number;
  verbose?: 0 | 1;
  mode?: MonitorMode;
  min_delta?: number;
  /** Epochs to wait after a reduction. Default: 0. */
  cooldown?: number;
  min_lr?: number;
}

const PLATEAU_DEFAULTS = {
  monitor: 'val_loss',
  factor: 0.1,
  patience: 10,
  verbose: 0,
  mode: 'auto',
  min_delta: 1e-4,
  cooldown: 0,
  min_lr: 0,
} satisfies ReduceLROnPlateauOptions;

/** Lowers the rate when a value has stopped getting better. */
export class ReduceLROnPlateau extends MonitorCallback {
  readonly #options: Required<ReduceLROnPlateauOptions>;
  #best: number | null = null;
  #wait = 0;
  #cooldown = 0;

  /** @param monitor the value to watch, or all options */
  constructor(
    monitor: string | ReduceLROnPlateauOptions = {},
    options: ReduceLROnPlateauOptions = {},
  ) {
    const given = firstOption('ReduceLROnPlateau.__init__', 'monitor', monitor, options);
    checkOptions('ReduceLROnPlateau.__init__', given, Object.keys(PLATEAU_DEFAULTS));
    const all: Required<ReduceLROnPlateauOptions> = { ...PLATEAU_DEFAULTS, ...given };
    super(all.monitor, all.mode, all.min_delta);
    if (all.factor >= 1) {
      throw new ValueError(
        `ReduceLROnPlateau does not support a factor >= 1.0. Received factor=${all.factor}`,
      );
    }
    this.#options = all;
  }

  override on_train_begin(): void {
    this.#best = null;
    this.#wait = 0;
    this.#cooldown = 0;
  }

  override on_epoch_end(epoch: number, logs: Logs = {}): void {
    this.prepare();
    logs['learning_rate'] = this.model.optimizer!.learning_rate;
    const current = logs[this.monitor];
    if (current === undefined) {
      const names = Object.keys(logs).join(',');
      warn(
        `Learning rate reduction is conditioned on metric \`${this.monitor}\` which is not available. ` +
          `Available metrics are: ${names}.`,
      );
    } else this.#watch(epoch, current);
  }

  #watch(epoch: number, current: number): void {
    if (this.#cooldown > 0) {
      this.#cooldown -= 1;
      this.#wait = 0;
    }
    if (this.isImprovement(current, this.#best)) {
      this.#best = current;
      this.#wait = 0;
    } else if (this.#cooldown === 0 && ++this.#wait >= this.#options.patience) {
      this.#reduce(epoch);
    }
  }

  #reduce(epoch: number): void {
    const { factor, min_lr, verbose, cooldown } = this.#options;
    const { optimizer } = this.model;
    if (optimizer!.learning_rate <= Math.fround(min_lr)) return;
    const rate = Math.max(optimizer!.learning_rate * factor, min_lr);
    optimizer!.learning_rate = rate;
    this.#cooldown = cooldown;
    this.#wait = 0;
    if (verbose > 0) {
      printLine(`\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${rate}.`);
    }
  }
}
