/** The timers that cells see: what they say goes to the cell that started them, whichever runs by then. */
import type { Speakers } from './speakers';

type Callback = (...args: unknown[]) => unknown;

export interface Timers {
  setTimeout(callback: unknown, delay?: number, ...args: unknown[]): unknown;
  setInterval(callback: unknown, delay?: number, ...args: unknown[]): unknown;
}

/** @param report takes what a callback throws */
export function createTimers(speakers: Speakers, report: (error: unknown) => void): Timers {
  /** A stopped run's timers say no more. */
  const owned = (callback: unknown): Callback => {
    if (typeof callback !== 'function') {
      throw new TypeError('The first argument of a timer must be a function.');
    }
    const run = speakers.current;
    return (...args) => {
      if (run?.signal.aborted) return;
      speakers.during(run, () => {
        try {
          (callback as Callback)(...args);
        } catch (error) {
          report(error);
        }
      });
    };
  };
  return {
    setTimeout: (callback, delay, ...args) =>
      globalThis.setTimeout(owned(callback), delay, ...args),
    setInterval: (callback, delay, ...args) =>
      globalThis.setInterval(owned(callback), delay, ...args),
  };
}
