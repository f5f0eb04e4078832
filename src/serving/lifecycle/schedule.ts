/** When the server looks at its files next. No timer: whoever drives the server asks what is due. */
import type { ServerFlags } from '../config/flags';
import type { Clock } from '../environment';

/** Milliseconds since the epoch of time; null for never. */
export interface SavedSchedule {
  readonly look: number | null;
  readonly config: number | null;
}

type Intervals = Pick<
  ServerFlags,
  'fileSystemPollWaitSeconds' | 'modelConfigFile' | 'modelConfigFilePollWaitSeconds'
>;

export class Schedule {
  readonly #clock: Clock;
  readonly #lookEvery: number;
  readonly #configEvery: number;
  #look: number;
  #config: number;

  constructor(flags: Intervals, clock: Clock, saved?: SavedSchedule) {
    const { modelConfigFile, modelConfigFilePollWaitSeconds, fileSystemPollWaitSeconds } = flags;
    this.#clock = clock;
    this.#lookEvery = interval(fileSystemPollWaitSeconds);
    this.#configEvery =
      modelConfigFile === '' ? Infinity : interval(modelConfigFilePollWaitSeconds);
    this.#look = saved?.look ?? Infinity;
    this.#config = saved?.config ?? Infinity;
  }

  get lookIsDue(): boolean {
    return this.#clock.now() >= this.#waits(this.#look, this.#lookEvery);
  }

  get configIsDue(): boolean {
    return this.#clock.now() >= this.#waits(this.#config, this.#configEvery);
  }

  /** The next of either, as milliseconds since the epoch of time. */
  get next(): number {
    return Math.min(
      this.#waits(this.#look, this.#lookEvery),
      this.#waits(this.#config, this.#configEvery),
    );
  }

  /** A look should have been done more than a whole interval ago: nobody was there. */
  get lookIsOverdue(): boolean {
    return this.#clock.now() > this.#look + this.#lookEvery;
  }

  get configIsOverdue(): boolean {
    return this.#clock.now() > this.#config + this.#configEvery;
  }

  looked(): void {
    this.#look = this.#clock.now() + this.#lookEvery;
  }

  /** The config file is polled from now on, for the first time at once. */
  beginConfig(): void {
    if (Number.isFinite(this.#configEvery)) this.#config = this.#clock.now();
  }

  configured(): void {
    this.#config = this.#clock.now() + this.#configEvery;
  }

  /** Until when. A time further ahead than any wait was set by a clock that has been put back since: it is due now. */
  #waits(time: number, every: number): number {
    const now = this.#clock.now();
    return Number.isFinite(time) && time - now > every ? now : time;
  }

  save(): SavedSchedule {
    const orNull = (time: number) => (Number.isFinite(time) ? time : null);
    return { look: orNull(this.#look), config: orNull(this.#config) };
  }
}

/** @returns milliseconds; Infinity for a wait of zero, which is one look only, and below, which is none */
function interval(seconds: number): number {
  return seconds > 0 ? seconds * 1000 : Infinity;
}
