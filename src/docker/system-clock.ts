import type { Clock } from '#serving';

/** Milliseconds by which the two clocks of a browser may part before the fine one is set again. */
const TOLERANCE = 20;

/** The time of day with the fine steps of `performance.now`, which by itself stands still while a machine sleeps. */
export function systemClock(): Clock {
  let origin = Date.now() - performance.now();
  return {
    now() {
      const day = Date.now();
      if (Math.abs(origin + performance.now() - day) > TOLERANCE) origin = day - performance.now();
      return origin + performance.now();
    },
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}
