/** Does what is due: looks at the configuration file and at directories, and takes the steps that follow. */
import type { ServerCore } from './core';
import type { VersionManager } from './manager';
import type { Reloader } from './reloader';
import type { Schedule } from './schedule';

interface PollerOptions {
  readonly schedule: Schedule;
  readonly core: ServerCore;
  readonly manager: VersionManager;
  readonly reloader: Reloader;
}

export class Poller {
  readonly #options: PollerOptions;
  #polling: Promise<void> | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Does what is due now; who comes while that goes on waits for the same. */
  poll(): Promise<void> {
    this.#polling ??= this.#poll().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  /** When there will be something to do, in milliseconds since the epoch of time. */
  get next(): number {
    const { schedule, manager } = this.#options;
    return Math.min(schedule.next, manager.nextRetry ?? Infinity);
  }

  /** Something should have been done more than a whole interval ago. */
  get isOverdue(): boolean {
    const { schedule, reloader } = this.#options;
    return schedule.lookIsOverdue || (schedule.configIsOverdue && !reloader.isBusy);
  }

  async #poll(): Promise<void> {
    const { schedule, core, manager, reloader } = this.#options;
    if (schedule.configIsDue && !reloader.isBusy) {
      schedule.configured();
      await reloader.fromFile();
    }
    if (schedule.lookIsDue) {
      schedule.looked();
      await core.look();
    }
    manager.advance();
  }
}
