/** Base of the callbacks that watch one value of the logs. */
import { ValueError } from '#errors';
import { compiledStateOf } from '../training/compiled-state';
import { warn } from '../../output';
import { Callback } from './callback';

export type MonitorMode = 'auto' | 'min' | 'max';

export abstract class MonitorCallback extends Callback {
  readonly monitor: string;
  readonly #mode: MonitorMode;
  readonly #minDelta: number;
  #isLess: boolean | undefined;

  /** @param minDelta a smaller change does not count as better */
  constructor(monitor: string, mode: MonitorMode, minDelta = 0) {
    super();
    this.monitor = monitor;
    this.#mode = this.#checkMode(mode);
    this.#minDelta = Math.abs(minDelta);
  }

  /** Whether a value is better than the reference; anything is better than none. */
  protected isImprovement(value: number, reference: number | null): boolean {
    if (reference === null) return true;
    this.#isLess ??= this.#wantsLess();
    return this.#isLess ? value + this.#minDelta < reference : value - this.#minDelta > reference;
  }

  /** Finds out the direction. @throws ValueError where it cannot be told */
  protected prepare(): void {
    this.#isLess ??= this.#wantsLess();
  }

  #wantsLess(): boolean {
    if (this.#mode !== 'auto') return this.#mode === 'min';
    const metric = this.monitor.replace(/^val_/, '');
    if (metric === 'loss') return true;
    const direction = compiledStateOf(this.model)?.directions.get(metric);
    if (direction) return direction === 'down';
    throw new ValueError(
      `${this.constructor.name} callback received monitor=${this.monitor}, but Keras isn't able to automatically ` +
        "determine whether that metric should be maximized or minimized. Pass `mode='max'` in order to monitor " +
        "based on the highest metric value, or pass `mode='min'` in order to use the lowest value.",
    );
  }

  #checkMode(mode: MonitorMode): MonitorMode {
    if (['auto', 'min', 'max'].includes(mode)) return mode;
    warn(`${this.constructor.name} mode '${String(mode)}' is unknown, fallback to auto mode.`);
    return 'auto';
  }
}
